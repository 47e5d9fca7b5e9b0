"""What decides about a check-in: codes, times, suspicion. Pure: no Flask, no database, no clock."""
