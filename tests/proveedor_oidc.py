"""Un proveedor OpenID Connect de verdad en 127.0.0.1, hecho con el lado servidor de Authlib: código, PKCE, RS256, JWKS.

``quien`` es la persona que ya entró en él; ``trampas`` cambia lo que firma, para ver que el portal lo nota.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENTE, SECRETO = "mirador", "secreto-del-cliente-de-pruebas"


class _Cliente:
    """El portal, registrado en el proveedor con su regreso exacto."""

    id_token_signed_response_alg = "RS256"

    def __init__(self, regreso: str) -> None:
        self.regreso = regreso

    def get_client_id(self) -> str:
        return CLIENTE

    def get_default_redirect_uri(self) -> str:
        return self.regreso

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(s for s in scope.split() if s in ("openid", "email", "profile"))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.regreso

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRETO

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return endpoint != "token" or method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class _Codigo(SimpleNamespace):
    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Proveedor:
    """El proveedor que corre; ``emisor`` es su dirección."""

    def __init__(self, regreso: str) -> None:
        self.llave = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
        self.quien: dict[str, Any] = {"sub": "s-1", "email": "titular@alcaldia.mx", "email_verified": True}
        self.trampas: dict[str, Any] = {}
        self.emisor = ""
        self.codigos: dict[str, _Codigo] = {}
        self.retos: list[str] = []
        self.app = flask.Flask("proveedor")
        os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")
        cliente = _Cliente(regreso)
        self.servidor = AuthorizationServer(self.app, lambda c: cliente if c == CLIENTE else None, lambda *_: None)
        self.servidor.register_grant(_tipo(self), [_id(self), CodeChallenge(required=True)])
        self.app.add_url_rule("/.well-known/openid-configuration", "conf", self._configuracion)
        self.app.add_url_rule("/llaves", "llaves", lambda: flask.jsonify(keys=[self.llave.as_dict(private=False)]))
        self.app.add_url_rule("/autorizar", "autorizar", self._autorizar)
        self.app.add_url_rule("/token", "token", lambda: self.servidor.create_token_response(), methods=["POST"])

    def _configuracion(self) -> flask.Response:
        return flask.jsonify(
            {
                "issuer": self.trampas.get("emisor_declarado", self.emisor),
                "authorization_endpoint": f"{self.emisor}/autorizar", "token_endpoint": f"{self.emisor}/token",
                "jwks_uri": f"{self.emisor}/llaves", "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": self.trampas.get("firmas", ["RS256"]),
                "code_challenge_methods_supported": ["S256"],
            }
        )  # fmt: skip

    def _autorizar(self) -> flask.Response:
        self.retos.append(flask.request.args.get("code_challenge_method", ""))
        grant = self.servidor.get_consent_grant(end_user=self.quien)
        respuesta: flask.Response = self.servidor.create_authorization_response(grant_user=self.quien, grant=grant)
        return respuesta


def _tipo(proveedor: Proveedor) -> type[AuthorizationCodeGrant]:
    class Tipo(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, request: Any) -> None:
            datos = request.payload.data
            proveedor.codigos[code] = _Codigo(
                code=code, redirect_uri=datos["redirect_uri"], scope=datos["scope"], nonce=datos["nonce"],
                code_challenge=datos["code_challenge"], code_challenge_method=datos["code_challenge_method"],
                user=request.user,
            )  # fmt: skip

        def query_authorization_code(self, code: str, client: Any) -> _Codigo | None:
            return proveedor.codigos.get(code)

        def delete_authorization_code(self, authorization_code: _Codigo) -> None:
            proveedor.codigos.pop(authorization_code.code)

        def authenticate_user(self, authorization_code: _Codigo) -> Any:
            return authorization_code.user

    return Tipo


def _id(proveedor: Proveedor) -> OpenIDCode:
    class Id(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(c.nonce == nonce for c in proveedor.codigos.values())

        def resolve_client_private_key(self, client: Any) -> RSAKey:
            ajena = proveedor.trampas.get("llave_ajena")
            return RSAKey.generate_key(2048, {"kid": "1"}) if ajena else proveedor.llave

        def get_encode_header(self, client: Any) -> dict[str, Any]:
            return {"alg": "RS256", "kid": "1"}

        def get_client_claims(self, client: Any) -> dict[str, Any]:
            return {"iss": proveedor.emisor, "aud": [CLIENTE]}

        def generate_user_info(self, user: dict[str, Any], scope: str) -> dict[str, Any]:
            return user | proveedor.trampas.get("dichos", {})

    return Id(require_nonce=True)


@contextmanager
def proveedor(regreso: str) -> Iterator[Proveedor]:
    """El proveedor sirviendo en un puerto libre; se apaga al salir."""
    hecho = Proveedor(regreso)
    servidor = make_server("127.0.0.1", 0, hecho.app, threaded=True)
    hecho.emisor = f"http://127.0.0.1:{servidor.server_port}"
    hilo = threading.Thread(target=servidor.serve_forever, daemon=True)
    hilo.start()
    try:
        yield hecho
    finally:
        servidor.shutdown()
        hilo.join()
        servidor.server_close()
