# Mirador. Las dos órdenes: «make portal» y «make test».
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := portal
.PHONY: portal test flujo usuario rendimiento verificar formato demostracion diccionario revertir cierre informe respaldo restaurar auditoria candado limpiar

PYTHON ?= python3
ENTORNO := .venv
PY := $(ENTORNO)/bin/python
LISTO := $(ENTORNO)/.listo
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false
export PYTHONPATH := $(CURDIR)

$(LISTO): requirements.lock
	@echo "· Preparando el entorno de Python (una sola vez; alrededor de un minuto)…"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Mirador necesita Python 3.11 o posterior.")'
	@$(PYTHON) -m venv $(ENTORNO)
	@awk '/^uv==/{p=1} p&&/^[a-z]/&&!/^uv==/{exit} p' requirements.lock > $(ENTORNO)/uv.lock.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(ENTORNO)/uv.lock.txt
	@$(ENTORNO)/bin/uv pip sync --quiet --require-hashes --python $(PY) requirements.lock
	@touch $@
	@echo "· Entorno listo."

portal: $(LISTO)  ## prepara, corre el flujo y deja sirviendo el portal y Dagster
	@exec $(PY) arranque.py

flujo: $(LISTO)  ## corre el flujo una vez
	@exec $(PY) -m etl

revertir: $(LISTO)  ## regresa a la versión anterior (o VERSION=AAAA-MM-DD.n)
	@exec $(PY) -m etl.publicacion.versiones revertir $(VERSION)

cierre: $(LISTO)  ## congela lo reportado de un mes y lo publica (MES=AAAA-MM; para volver a cerrar, MOTIVO="…")
	@$(PY) -m etl.publicacion.cierres cerrar "$(MES)" --motivo "$(MOTIVO)"
	@exec $(PY) -m etl

test: $(LISTO)  ## prepara lo que falte y corre toda la suite
	@bash tests/preparar_sistema.sh
	@exec $(PY) -m pytest -n 2 --dist loadgroup

verificar: $(LISTO)  ## formato, estilo, tipos, capas, SQL y dependencias
	@echo "· Formato";       $(ENTORNO)/bin/ruff format --check .
	@echo "· Estilo";        $(ENTORNO)/bin/ruff check .
	@echo "· Tipos";         $(ENTORNO)/bin/mypy
	@echo "· Capas";         $(ENTORNO)/bin/lint-imports
	@echo "· SQL";           $(ENTORNO)/bin/sqlfluff lint --processes 2 --disable-progress-bar transformaciones_dbt/models transformaciones_dbt/tests
	@echo "· Dependencias";  $(ENTORNO)/bin/deptry . && $(ENTORNO)/bin/uv pip check --python $(PY)

formato: $(LISTO)  ## da formato a Python y SQL
	@$(ENTORNO)/bin/ruff format . && $(ENTORNO)/bin/ruff check --fix .
	@$(ENTORNO)/bin/sqlfluff fix --force --processes 2 transformaciones_dbt/models transformaciones_dbt/tests

rendimiento: $(LISTO)  ## mediciones (imprime y guarda almacen/rendimiento.json)
	@exec $(PY) -m rendimiento

demostracion: $(LISTO)  ## rehace datos_crudos/ (DESTINO=carpeta ESCALA=n)
	@exec $(PY) -m demostracion $(if $(DESTINO),--destino $(DESTINO)) $(if $(ESCALA),--escala $(ESCALA))

diccionario: $(LISTO)  ## rehace docs/diccionario.md con la versión vigente
	@exec $(PY) -m etl.publicacion.diccionario

usuario: $(LISTO)  ## crea una cuenta del portal (CUENTA=clave ROL=administracion AREAS=DGO,DGA NOMBRE="…"); pide la contraseña
	@exec $(PY) -m dominio.operacion.usuarios crear "$(CUENTA)" --rol $(or $(ROL),administracion) $(if $(AREAS),--areas "$(AREAS)") $(if $(NOMBRE),--nombre "$(NOMBRE)")

informe: $(LISTO)  ## informe de un mes en PDF, Word y Excel (MES=AAAA-MM; TIPO=evaluacion por omisión)
	@exec $(PY) -m dominio.informes $(or $(TIPO),evaluacion) "$(MES)"

respaldo: $(LISTO)  ## copia estado/ y la base operativa, comprobados (DESTINO=carpeta)
	@exec $(PY) -m dominio.operacion respaldar "$(DESTINO)"

restaurar: $(LISTO)  ## pone un respaldo en esta instalación (ORIGEN=carpeta; REEMPLAZAR=si aparta lo que haya)
	@exec $(PY) -m dominio.operacion restaurar "$(ORIGEN)" --reemplazar "$(REEMPLAZAR)"

auditoria: $(LISTO)  ## recorre el rastro de actos y dice dónde se rompe, si se rompe
	@exec $(PY) -m dominio.operacion verificar

candado:  ## rehace requirements.lock desde pyproject.toml
	@$(ENTORNO)/bin/uv pip compile pyproject.toml --all-extras --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements.lock

limpiar:  ## borra lo desechable (almacen/ y cachés); nunca estado/ ni datos_crudos/
	@rm -rf almacen .pytest_cache .mypy_cache .ruff_cache .hypothesis transformaciones_dbt/target transformaciones_dbt/logs
