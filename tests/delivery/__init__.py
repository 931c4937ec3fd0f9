"""Releases, by the real gcloud against a Cloud Run of this machine."""
