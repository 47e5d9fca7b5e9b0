"""The pages of timetable proposals."""
