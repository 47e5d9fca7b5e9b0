"""Where people begin their day, one module per kind of person."""
