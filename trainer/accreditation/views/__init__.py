"""Pages of institutions: overview, accreditations, posts, internal documents."""
