"""What a question is, what is wrong with one, and how files of questions are read."""
