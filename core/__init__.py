"""What every package shares: database base, clock, pages, forms, spreadsheets, papers."""
