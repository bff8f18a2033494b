"""Where workbooks live: lossless editing of the OOXML package, files, saving and backups."""
