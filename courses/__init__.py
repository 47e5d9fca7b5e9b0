"""培训准备: curricula, class offerings, enrolment."""
