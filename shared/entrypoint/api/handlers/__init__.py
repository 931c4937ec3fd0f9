"""One function per route: a checked call in, an answer out."""
