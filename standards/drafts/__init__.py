"""Rule-sets as a working tool: drafts, comparison, approval by a second person."""
