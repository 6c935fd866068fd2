/* Generar un informe: pedirlo, ver su avance y volver a dibujar la página. Todo texto entra como texto, nunca como HTML. */
(function () {
  "use strict";
  var PAUSA = 500, FALLOS = 6, ocupado = false;

  function pieza(etiqueta, texto) {
    var nodo = document.createElement(etiqueta);
    if (texto) { nodo.textContent = texto; }
    return nodo;
  }

  function mostrar(lugar, paso, porcentaje) {
    var barra = lugar.querySelector("progress");
    if (!barra) {
      lugar.textContent = "";
      lugar.classList.remove("mal");
      lugar.appendChild(pieza("p"));
      barra = pieza("progress");
      barra.max = 100;
      barra.setAttribute("aria-label", "Avance del informe");
      lugar.appendChild(barra);
    }
    lugar.querySelector("p").textContent = paso + " · " + porcentaje + " %";
    barra.value = porcentaje;
  }

  function fallar(boton, lugar, texto) {
    lugar.textContent = "";
    lugar.classList.add("mal");
    lugar.appendChild(pieza("p", texto));
    boton.disabled = false;
    ocupado = false;
  }

  function terminar(boton, clave) {
    boton.disabled = false;
    ocupado = false;
    if (location.pathname !== "/informes") { return; }
    var url = new URL(location.href);
    url.searchParams.set("hecho", clave);
    history.replaceState({}, "", url.pathname + url.search + url.hash);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  function preguntar(boton, lugar, consulta, fallos) {
    fetch(consulta, { credentials: "same-origin" }).then(function (r) {
      if (!r.ok) { throw new Error(); }
      return r.json();
    }).then(function (avance) {
      if (avance.error) { fallar(boton, lugar, avance.error); return; }
      if (avance.clave) { terminar(boton, avance.clave); return; }
      mostrar(lugar, avance.paso, avance.porcentaje);
      setTimeout(function () { preguntar(boton, lugar, consulta, 0); }, PAUSA);
    }).catch(function () {
      if (fallos >= FALLOS) { fallar(boton, lugar, "No hubo respuesta del portal. El informe puede estar listo: recargue la página."); return; }
      setTimeout(function () { preguntar(boton, lugar, consulta, fallos + 1); }, PAUSA * 4);
    });
  }

  function generar(boton) {
    var lugar = document.getElementById("informes-avance");
    if (ocupado || !lugar) { return; }
    ocupado = true;
    boton.disabled = true;
    mostrar(lugar, "Pidiendo el informe", 0);
    var pedido = { tipo: boton.dataset.tipo, mes: boton.dataset.mes, area: boton.dataset.area };
    fetch("/ficha", { credentials: "same-origin" }).then(function (r) { return r.json(); }).then(function (datos) {
      return fetch("/informes/generar", {
        method: "POST", credentials: "same-origin", body: JSON.stringify(pedido),
        headers: { "Content-Type": "application/json", "X-Mirador-Ficha": datos.ficha },
      });
    }).then(function (r) {
      return r.json().then(function (cuerpo) {
        if (!r.ok) { fallar(boton, lugar, cuerpo.error + (cuerpo.referencia ? " Referencia " + cuerpo.referencia + "." : "")); return; }
        preguntar(boton, lugar, cuerpo.consulta, 0);
      });
    }).catch(function () { fallar(boton, lugar, "No hubo respuesta del portal. Intente de nuevo."); });
  }

  document.addEventListener("click", function (evento) {
    var boton = evento.target.closest ? evento.target.closest('[data-informes="generar"]') : null;
    if (boton) { generar(boton); }
  });
})();
