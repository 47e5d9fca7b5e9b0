"""Which seconds of a recorded lesson were proved to be watched, and what is left to watch; pure."""
