"""The clash engine on the records: what stands in the way of a session, and recurring sessions."""
