"""The gates of the life of a class, judged from everything that is on record about it."""
