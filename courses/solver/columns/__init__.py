"""What all classes together cost at least, and a timetable that costs no more: each class as one column of a linear
program, the cheapest at given prices found by a compiled search over everything the class could do."""
