"""What decides about the yearly account. Pure."""
