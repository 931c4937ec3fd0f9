"""What an answer says of a product, and whether the product's card says the same."""
