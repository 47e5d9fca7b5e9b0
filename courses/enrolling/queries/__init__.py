"""Questions about notices, applications, seats, and the people who apply."""
