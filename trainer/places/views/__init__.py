"""Pages of venues and campuses."""
