"""What `make security` attacks, and what must come of it."""
