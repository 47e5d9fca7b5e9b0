"""Pages of classes, rosters and curricula, one module per subject."""
