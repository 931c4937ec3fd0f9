"""What `make bench-sync` measures."""
