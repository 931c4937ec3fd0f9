"""Answers that leave without a person: who allows them, what stops them, and what is noted.

Everything here decides and nothing acts. What is not known counts as a reason not to send.
"""
