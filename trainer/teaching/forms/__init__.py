"""Forms of teachers, and what forms of venues share with them."""
