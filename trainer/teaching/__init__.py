"""What a teacher may teach and when: qualifications, subjects, availability, leave, load."""
