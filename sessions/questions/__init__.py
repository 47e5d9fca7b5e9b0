"""The question bank of an institution (题库): questions with their versions, and their import from Excel and Word."""
