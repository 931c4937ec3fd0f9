"""What the seller's numbers are: rows of facts, counts per Moscow day, and formulas over them."""
