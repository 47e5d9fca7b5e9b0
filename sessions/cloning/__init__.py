"""Cloning a class: the class with its timetable at a new date, and a report of what could not be carried over."""
