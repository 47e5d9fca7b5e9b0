"""Solver runs on the records: building the problem, watching the run, taking the proposal in."""
