"""What buyers mean: intents, topics with feelings, and reasons to call a person."""
