"""Every port in memory: honest doubles for tests, demos and a stack in one process."""
