"""Writing examinations. Everything flushes, nothing commits."""
