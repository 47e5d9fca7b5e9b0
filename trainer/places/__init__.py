"""Where teaching happens: campuses, travel, opening hours, closures, checks of a venue."""
