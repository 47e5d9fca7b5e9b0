"""The timetable solver: a problem in, a proposal and its reasons out. Pure."""
