"""Pages of needs and annual plans, one module per subject."""
