"""Pages of the roll call and of teaching logs."""
