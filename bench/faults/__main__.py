"""`python -m bench.faults`."""

from bench.faults.run import main

main()
