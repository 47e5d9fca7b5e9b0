"""What decides about examinations: papers, answers, marks, results."""
