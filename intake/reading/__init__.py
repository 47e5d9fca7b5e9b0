"""Reads the files of a class into rows: finds tables, tells what they hold, and says what it could not read."""
