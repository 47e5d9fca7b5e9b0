"""Online hours: recorded lessons in the player, and what its heartbeats prove."""
