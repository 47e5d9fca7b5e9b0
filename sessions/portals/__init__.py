"""Where people begin their day: learners, teachers, class teachers."""
