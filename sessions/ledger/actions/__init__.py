"""Writing the yearly account; nothing here commits."""
