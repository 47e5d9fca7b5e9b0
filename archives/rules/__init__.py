"""What decides about archives: completeness, reference numbers, the four properties."""
