"""Writing requests, decisions and make-up links."""
