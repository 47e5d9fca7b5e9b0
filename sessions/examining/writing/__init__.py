"""The papers of an examination as content: facts in, blocks out."""
