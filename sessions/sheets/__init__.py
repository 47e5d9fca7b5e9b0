"""Signed sheets on paper: printed with codes at their corners, photographed, read, and confirmed by a person."""
