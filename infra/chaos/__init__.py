"""Kills real processes of the local stack at the worst moments, and counts what came of it."""
