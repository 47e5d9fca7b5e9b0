"""From what the records say to a problem for the solver, and from its answer to lines that people can accept."""
