"""Pages of delivery, one module per subject."""
