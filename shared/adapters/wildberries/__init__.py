"""Wildberries: its seller API, its tokens, its public cards (WB API documentation)."""
