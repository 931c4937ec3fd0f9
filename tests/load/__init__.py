"""`make bench-load`: fifty people at once at the local stack."""
