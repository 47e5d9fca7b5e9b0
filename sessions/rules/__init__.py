"""The rules of delivery: attendance, online hours, credit hours, examination, completion, timetable conflicts.

Pure: naive site times and frozen dataclasses in, values out. Every figure of a policy is an argument.
"""
