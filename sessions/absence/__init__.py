"""Leave, the forecast of hours, appeals, and make-up sessions."""
