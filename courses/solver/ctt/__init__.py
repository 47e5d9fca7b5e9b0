"""Curriculum-based course timetabling: the public `.ctt` form, its costs, and a compiled search to compare with."""
