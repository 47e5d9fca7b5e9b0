"""Where things stand on a sheet, and what its codes say. Pure."""
