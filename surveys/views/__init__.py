"""Pages of surveys: the report of a class, its charts and files, and the list of classes."""
