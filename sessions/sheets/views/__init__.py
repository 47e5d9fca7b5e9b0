"""Pages of signed sheets."""
