"""PDFs, set by typst."""
