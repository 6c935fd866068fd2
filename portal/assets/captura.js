/* Entrega de capturas: arrastrar o elegir, avance por archivo y recibo. Todo texto entra como texto, nunca como HTML. */
(function () {
  "use strict";
  var SIMULTANEOS = 2, INTENTOS = 60, CONSULTAS = 120;
  var cola = [], activos = 0, ficha = null;

  function zona(nodo) { return nodo && nodo.closest ? nodo.closest('[data-captura="zona"]') : null; }

  function esPractica() { return Boolean(document.querySelector('[data-captura="zona"][data-practica]')); }

  function pieza(etiqueta, texto, clase) {
    var nodo = document.createElement(etiqueta);
    if (texto) { nodo.textContent = texto; }
    if (clase) { nodo.className = clase; }
    return nodo;
  }

  function enlace(texto, destino, descarga) {
    var ancla = pieza("a", texto, "boton");
    ancla.href = destino;
    if (descarga) { ancla.setAttribute("download", ""); }
    return ancla;
  }

  function pedirFicha(listo, falla) {
    if (ficha) { listo(); return; }
    fetch("/ficha", { credentials: "same-origin" }).then(function (r) { return r.json(); })
      .then(function (datos) { ficha = datos.ficha; listo(); }).catch(falla);
  }

  function agregar(archivos) {
    var lugar = document.getElementById("captura-resultados");
    if (!lugar) { return; }
    Array.prototype.forEach.call(archivos, function (archivo) {
      var tarjeta = pieza("div", null, "captura-resultado");
      tarjeta.appendChild(pieza("b", archivo.name));
      var avance = document.createElement("progress");
      avance.max = 1; avance.value = 0;
      avance.setAttribute("aria-label", "Avance de " + archivo.name);
      tarjeta.appendChild(avance);
      tarjeta.appendChild(pieza("p", "En espera…", "dice"));
      lugar.insertBefore(tarjeta, lugar.firstChild);
      cola.push({ archivo: archivo, tarjeta: tarjeta, avance: avance, intentos: 0 });
    });
    seguir();
  }

  function decir(trabajo, texto) { trabajo.tarjeta.querySelector(".dice").textContent = texto; }

  function seguir() {
    while (activos < SIMULTANEOS && cola.length) { activos += 1; empezar(cola.shift()); }
  }

  function terminar() { activos -= 1; seguir(); }

  function empezar(trabajo) {
    pedirFicha(function () { enviar(trabajo); }, function () {
      fallar(trabajo, "No hay conexión con el portal. Intente de nuevo."); terminar();
    });
  }

  function enviar(trabajo) {
    var cuerpo = new FormData(), peticion = new XMLHttpRequest();
    cuerpo.append("archivo", trabajo.archivo);
    peticion.open("POST", esPractica() ? "/captura/practica" : "/captura/entregas");
    peticion.setRequestHeader("X-Mirador-Ficha", ficha);
    peticion.responseType = "json";
    decir(trabajo, "Enviando…");
    peticion.upload.onprogress = function (e) { if (e.lengthComputable) { trabajo.avance.value = e.loaded / e.total; } };
    peticion.upload.onload = function () { decir(trabajo, "Revisando…"); trabajo.avance.removeAttribute("value"); };
    peticion.onerror = function () {
      fallar(trabajo, "La entrega se cortó: revise su conexión y que el archivo no pase de 10 MB."); terminar();
    };
    peticion.onload = function () {
      if (peticion.status === 503 && trabajo.intentos < INTENTOS) {
        trabajo.intentos += 1;
        decir(trabajo, "En espera de turno…");
        setTimeout(function () { enviar(trabajo); }, 1000);
        return;
      }
      var datos = peticion.response || {};
      if (peticion.status === 200) { mostrar(trabajo, datos); } else {
        if (peticion.status === 403) { ficha = null; }
        fallar(trabajo, (datos.error || "No se pudo entregar.") + (datos.referencia ? " Referencia " + datos.referencia + "." : ""));
      }
      terminar();
    };
    peticion.send(cuerpo);
  }

  function fallar(trabajo, texto) {
    trabajo.tarjeta.classList.add("rechazado");
    trabajo.avance.remove();
    decir(trabajo, texto);
  }

  /* El libro anotado de una práctica viaja en la respuesta: en el servidor no queda nada. */
  function enlaceDePractica(contenido) {
    var bytes = Uint8Array.from(atob(contenido), function (c) { return c.charCodeAt(0); });
    var tipo = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    var ancla = enlace("Descargar el libro anotado", URL.createObjectURL(new Blob([bytes], { type: tipo })), true);
    ancla.setAttribute("download", "practica_por_corregir.xlsx");
    return ancla;
  }

  function mostrar(trabajo, datos) {
    var t = trabajo.tarjeta;
    t.textContent = "";
    t.classList.add(datos.estado);
    if (datos.practica) { t.classList.add("de-practica"); } else { t.dataset.folio = datos.folio; }
    t.appendChild(pieza("b", datos.titulo + (datos.practica ? "" : " · folio " + datos.folio)));
    var donde = [datos.nombre, datos.area, datos.periodo].filter(Boolean).join(" · ");
    t.appendChild(pieza("p", donde));
    if (datos.estado !== "repetido") { t.appendChild(pieza("p", datos.cuenta + (datos.es_extemporaneo ? " · extemporáneo" : ""))); }
    if (datos.motivo) { t.appendChild(pieza("p", datos.motivo + " " + (datos.remedio || ""))); }
    var fallas = ((datos.detalle && datos.detalle.no_entraron) || []).concat((datos.detalle && datos.detalle.avisos) || []);
    if (fallas.length) {
      var lista = document.createElement("ul");
      fallas.slice(0, 30).forEach(function (f) {
        lista.appendChild(pieza("li", (f.celda ? f.celda + ": " : "") + f.motivo + " " + f.remedio));
      });
      if (fallas.length > 30) { lista.appendChild(pieza("li", "… y " + (fallas.length - 30) + " más, en el libro anotado.")); }
      t.appendChild(lista);
    }
    t.appendChild(pieza("p", datos.practica ? "Práctica: no se guardó nada." :
      "Recibido el " + datos.recibido + " · sha256 " + datos.sha256, "huella"));
    var acciones = pieza("div", null, "acciones");
    if (datos.libro_anotado) { acciones.appendChild(enlaceDePractica(datos.libro_anotado)); }
    if (datos.anotado) { acciones.appendChild(enlace("Descargar el libro anotado", datos.anotado, true)); }
    t.appendChild(acciones);
    if (datos.espera_publicacion) {
      t.appendChild(pieza("p", "En espera de publicarse: el flujo lo recoge solo.", "publicacion"));
      vigilar(t, datos.consulta, 0);
    }
  }

  function vigilar(tarjeta, consulta, veces) {
    if (veces > CONSULTAS || !document.contains(tarjeta)) { return; }
    setTimeout(function () {
      fetch(consulta, { credentials: "same-origin" }).then(function (r) { return r.json(); }).then(function (datos) {
        if (!datos.publicado) { vigilar(tarjeta, consulta, veces + 1); return; }
        tarjeta.querySelector(".publicacion").textContent = "Ya está publicado.";
        tarjeta.querySelector(".acciones").appendChild(enlace("Ver en el tablero", datos.tablero, false));
      }).catch(function () { vigilar(tarjeta, consulta, veces + 1); });
    }, 5000);
  }

  /* ── captura directa: los mismos renglones de la plantilla, en la página ── */
  var ROTULOS = { realizado: "Realizado", numerador: "Numerador", denominador: "Denominador", n: "n (casos)",
    no_aplica: "¿No aplica?", observaciones: "Observaciones", evidencia: "Evidencia", justificacion: "Justificación" };
  var TEXTOS = ["no_aplica", "observaciones", "evidencia", "justificacion"];

  function campo(renglon, columna) {
    var rotulo = pieza("label", ROTULOS[columna], TEXTOS.indexOf(columna) > 0 ? "largo" : ""), control;
    if (columna === "no_aplica") {
      control = document.createElement("select");
      ["", "si", "no"].forEach(function (v) { var o = pieza("option", v); o.value = v; control.appendChild(o); });
    } else {
      control = document.createElement("input");
      control.type = "text";
      control.maxLength = 2000;
      if (TEXTOS.indexOf(columna) < 0) { control.inputMode = "decimal"; }
      control.autocomplete = "off";
    }
    control.value = renglon.valores[columna] || "";
    control.dataset.clave = renglon.clave;
    control.dataset.columna = columna;
    control.dataset.previo = control.value;
    rotulo.appendChild(control);
    return rotulo;
  }

  function formulario(datos) {
    var lugar = document.getElementById("captura-resultados"), forma = pieza("form", null, "captura-directa");
    Array.prototype.forEach.call(lugar.querySelectorAll(".captura-directa"), function (vieja) { vieja.remove(); });
    forma.appendChild(pieza("b", "Captura de " + datos.nombre + " · " + datos.mes));
    datos.renglones.forEach(function (renglon) {
      var grupo = document.createElement("fieldset");
      grupo.appendChild(pieza("legend", renglon.clave + " · " + renglon.indicador));
      grupo.appendChild(pieza("p", "Programado " + renglon.programado.toLocaleString("es-MX") + " " + renglon.unidad +
        (renglon.ultimo === null ? "" : " · último valor " + renglon.ultimo.toLocaleString("es-MX")), "dato"));
      renglon.columnas.concat(TEXTOS).forEach(function (columna) { grupo.appendChild(campo(renglon, columna)); });
      forma.appendChild(grupo);
    });
    forma.appendChild(pieza("p", "Solo se entrega lo que cambie; lo demás conserva su valor.", "dato"));
    var acciones = pieza("div", null, "acciones"), boton = pieza("button", "Entregar lo capturado", "boton lleno");
    boton.type = "submit";
    acciones.appendChild(boton);
    forma.appendChild(acciones);
    forma.addEventListener("submit", function (evento) { evento.preventDefault(); entregarDirecta(forma, datos, boton, 0); });
    lugar.insertBefore(forma, lugar.firstChild);
    var primero = forma.querySelector("input");
    if (primero) { primero.focus(); }
  }

  function entregarDirecta(forma, datos, boton, intentos) {
    var cambios = {};
    Array.prototype.forEach.call(forma.querySelectorAll("[data-clave]"), function (control) {
      if (control.value === control.dataset.previo) { return; }
      cambios[control.dataset.clave] = cambios[control.dataset.clave] || {};
      cambios[control.dataset.clave][control.dataset.columna] = control.value;
    });
    var aviso = forma.querySelector(".dice") || forma.appendChild(pieza("p", "", "dice"));
    aviso.setAttribute("role", "status");
    if (!Object.keys(cambios).length) { aviso.textContent = "No ha cambiado nada todavía."; return; }
    boton.disabled = true;
    aviso.textContent = "Revisando…";
    pedirFicha(function () {
      fetch("/captura/directa", { method: "POST", credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-Mirador-Ficha": ficha },
        body: JSON.stringify({ mes: datos.mes, area: datos.area, renglones: cambios }) })
        .then(function (r) { return r.json().then(function (cuerpo) { return { codigo: r.status, cuerpo: cuerpo }; }); })
        .then(function (r) {
          if (r.codigo === 503 && intentos < INTENTOS) {
            setTimeout(function () { entregarDirecta(forma, datos, boton, intentos + 1); }, 1000);
            return;
          }
          boton.disabled = false;
          if (r.codigo === 403) { ficha = null; }
          if (r.codigo !== 200) { aviso.textContent = r.cuerpo.error || "No se pudo entregar."; return; }
          aviso.textContent = "";
          var tarjeta = pieza("div", null, "captura-resultado");
          forma.parentNode.insertBefore(tarjeta, forma);
          mostrar({ tarjeta: tarjeta }, r.cuerpo);
          if (r.cuerpo.estado === "aceptado") { forma.remove(); }
        }).catch(function () { boton.disabled = false; aviso.textContent = "Se cortó la conexión; lo escrito sigue aquí."; });
    }, function () { boton.disabled = false; aviso.textContent = "No hay conexión con el portal; lo escrito sigue aquí."; });
  }

  document.addEventListener("click", function (evento) {
    var directa = evento.target.closest ? evento.target.closest('[data-captura="directa"]') : null;
    if (!directa) { return; }
    fetch("/captura/directa/" + directa.dataset.mes + "/" + directa.dataset.area + ".json", { credentials: "same-origin" })
      .then(function (r) { return r.json(); }).then(formulario);
  });
  document.addEventListener("click", function (evento) {
    var boton = evento.target.closest ? evento.target.closest('[data-captura="elegir"]') : null;
    if (!boton) { return; }
    var entrada = document.createElement("input");
    entrada.type = "file"; entrada.multiple = true; entrada.accept = ".xlsx";
    entrada.onchange = function () { agregar(entrada.files); };
    entrada.click();
  });
  document.addEventListener("dragover", function (evento) {
    var lugar = zona(evento.target);
    if (lugar) { evento.preventDefault(); lugar.classList.add("sobre"); }
  });
  document.addEventListener("dragleave", function (evento) {
    var lugar = zona(evento.target);
    if (lugar && !lugar.contains(evento.relatedTarget)) { lugar.classList.remove("sobre"); }
  });
  document.addEventListener("drop", function (evento) {
    var lugar = zona(evento.target);
    if (!lugar) { return; }
    evento.preventDefault();
    lugar.classList.remove("sobre");
    agregar(evento.dataTransfer.files);
  });
})();
