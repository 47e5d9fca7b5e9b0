"""Long work with progress that a person can watch, stop and come back to."""
