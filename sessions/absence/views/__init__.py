"""Pages of leave, appeals and make-up sessions."""
