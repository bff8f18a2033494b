"""The bundled Thai font, so that a page is the same on every machine, and how wide its letters are."""
