"""Learns what sentence vectors mean from sentences whose meaning is known."""
