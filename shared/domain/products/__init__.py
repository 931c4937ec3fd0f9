"""What is known of a product, from its card and from its buyers."""
