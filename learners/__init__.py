"""学员: people, their identity, rosters."""
