"""Bringing a release to Cloud Run, and taking it back."""
