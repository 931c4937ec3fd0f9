"""Items out of a seed file or out of thin air, always the same for the same seed."""
