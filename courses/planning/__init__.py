"""From needs to an annual plan to a class, and a class from an earlier one."""
