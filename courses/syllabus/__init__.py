"""What a curriculum teaches: versions, modules, materials, and the check of its hours."""
