"""What decides about applications: states, eligibility, seats. Pure."""
