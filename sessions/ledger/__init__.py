"""The yearly account of credit hours: categories and caps, claims, adjustments, closing a year, statements."""
