"""How a document's texts fill its pages, worked out before any format is made."""
