"""Del archivo recibido a la versión publicada. ``etl`` y ``portal`` no se importan."""
