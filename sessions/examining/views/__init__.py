"""Pages of examinations: for coordinators, for markers, for learners."""
