"""One use case per module: ports in, values out."""
