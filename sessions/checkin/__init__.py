"""Check-in: windows, rotating codes, phones, staff scans, and the queue of a phone without network."""
