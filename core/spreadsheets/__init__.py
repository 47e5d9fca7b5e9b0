"""Spreadsheet files in and out: opened by content, refused in plain codes, written so that no cell can run."""
