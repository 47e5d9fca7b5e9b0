"""Calendar feeds of classes, teachers, venues and learners."""
