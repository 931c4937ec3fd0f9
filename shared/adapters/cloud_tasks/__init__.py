"""Cloud Tasks: handing work over, and how full its queues are."""
