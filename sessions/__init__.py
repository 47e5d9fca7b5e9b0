"""培训实施: class sessions, attendance, online learning, the credit-hour ledger, examinations."""
