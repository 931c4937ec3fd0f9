"""Keys that wrap the keys of sellers' tokens."""
