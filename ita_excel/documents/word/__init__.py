"""Word files: our templates or the office's own, filled with a document's content."""
