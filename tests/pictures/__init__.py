"""The README's pictures and the code that makes them."""
