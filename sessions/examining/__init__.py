"""Examinations (考试): sittings, papers drawn from the bank, timed online papers, marking by two, results."""
