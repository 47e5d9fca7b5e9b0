"""Pages of the yearly account."""
