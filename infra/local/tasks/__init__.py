"""A local Cloud Tasks and Cloud Scheduler that the real client libraries talk to."""
