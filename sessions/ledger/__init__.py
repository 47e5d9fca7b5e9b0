"""The yearly account of a learner: categories, caps, claims, closing, statements."""
