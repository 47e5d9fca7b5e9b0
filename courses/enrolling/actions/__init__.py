"""Writing notices, applications and decisions."""
