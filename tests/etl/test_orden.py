"""``python -m etl``: códigos de salida y lo que se le dice a la persona cuando el sistema falla."""

import errno

import pytest

from etl import __main__ as orden


@pytest.mark.parametrize(
    ("numero", "dicho"),
    [(errno.EACCES, "falta permiso de escritura (/x/almacen)"),
     (errno.EROFS, "el disco es de solo lectura (/x/almacen)"),
     (errno.ENOSPC, "no queda espacio en el disco (/x/almacen)")],
)  # fmt: skip
def test_una_falla_del_disco_se_dice_en_espanol_y_con_su_ruta(monkeypatch, capsys, numero, dicho):
    def fallar(*_):
        raise OSError(numero, "Permission denied", "/x/almacen")

    monkeypatch.setattr(orden, "correr", fallar)
    assert orden.main([]) == 1
    assert dicho in (error := capsys.readouterr().err) and "Errno" not in error
