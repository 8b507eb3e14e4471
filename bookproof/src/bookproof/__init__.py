"""The checks that hold the book to its promises; no chapter imports them."""
