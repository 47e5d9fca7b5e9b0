"""Roll call, the teaching log, and signed sheets that are scanned back."""
