"""Documents of older shapes made like today's, while the product runs."""
