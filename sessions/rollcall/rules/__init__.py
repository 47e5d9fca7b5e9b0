"""What a mark of the roll call says, when a roll call is open, and what a teaching log does to the hours. Pure."""
