"""符合性与审核: clause by clause, what proves it and what is missing. Reads everything, writes nothing."""
