"""Check-ins under fire: a crowd of clients, servers and databases that are killed, a full disk, wrong clocks.

`python -m bench.faults --help` runs it. The clients live outside the server and write down every acknowledgement; in
the end `checker` holds what they wrote against the database: nothing acknowledged may be missing or counted twice.
"""
