"""Office packages as bytes, XML and objects: read, edited without loss, compared. Knows nothing of ITA."""
