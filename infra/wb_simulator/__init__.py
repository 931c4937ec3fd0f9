"""A stateful stand-in for the Wildberries seller communications API."""
