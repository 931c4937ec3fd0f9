"""When answers are due: the seller's table, counted in working time."""
