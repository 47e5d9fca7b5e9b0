"""What decides about leave, appeals, make-up sessions and what can still be reached. Pure."""
