"""Examples for a seller who has not connected a cabinet yet: to be tried, and then cleared."""
