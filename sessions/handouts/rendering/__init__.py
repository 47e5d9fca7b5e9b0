"""A paper of blocks as PDF and as DOCX."""
