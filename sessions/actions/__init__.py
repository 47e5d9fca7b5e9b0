"""Every write of delivery: timetable and bookings, records, ledger."""
