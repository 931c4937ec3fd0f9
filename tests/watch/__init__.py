"""Alerts and saved queries, judged over lines that the code really writes."""
