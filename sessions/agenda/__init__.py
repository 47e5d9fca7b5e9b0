"""Week, month and year views of the timetable."""
