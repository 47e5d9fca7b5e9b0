"""Week grids (周课表): days across, times down, a course with teacher and venue in each cell."""
