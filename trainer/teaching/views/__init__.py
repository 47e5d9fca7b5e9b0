"""Pages of the register of teachers."""
