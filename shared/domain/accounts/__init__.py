"""People, their passwords and the WB tokens of their shops."""
