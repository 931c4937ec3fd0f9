"""What operators are woken for and what they look for in the logs, as data."""
