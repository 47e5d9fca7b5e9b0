"""Examinations: questions, papers, sittings, marking."""
