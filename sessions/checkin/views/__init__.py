"""The pages of check-in."""
