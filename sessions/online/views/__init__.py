"""Pages of recorded lessons."""
