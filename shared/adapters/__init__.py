"""The edge: one adapter per technology, none imports another."""
