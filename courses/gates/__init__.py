"""The life of a class: what each step asks, what blocks it, who waived it."""
