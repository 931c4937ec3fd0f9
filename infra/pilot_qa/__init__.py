"""Is a running product ready for a seller to rely on? Asked through its public API alone."""
