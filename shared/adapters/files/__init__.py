"""Where bytes lie that are too large for a document."""
