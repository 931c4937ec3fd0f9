"""Compares what the connector relies on with what WB documents and answers."""
