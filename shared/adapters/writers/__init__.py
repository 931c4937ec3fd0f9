"""Drafts by templates, or by any OpenAI-compatible endpoint and a second look at its words."""
