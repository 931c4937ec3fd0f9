"""Suggested answers, and the templates that write them without a model."""
