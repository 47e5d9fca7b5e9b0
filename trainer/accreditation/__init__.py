"""What an institution may do, who does it, and the rules it works by: accreditations, posts, documents."""
