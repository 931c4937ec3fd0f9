"""Sentence vectors, by the model inside a package or by any OpenAI-compatible endpoint."""
