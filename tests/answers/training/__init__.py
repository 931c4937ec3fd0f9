"""Learns which sentences of a reply break a rule, from replies whose judgement is known."""
