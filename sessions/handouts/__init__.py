"""Papers of a class as PDF and DOCX."""
