"""What a reply may not say: rules as data, phrases over dictionary forms, and how they are read.

`rules.py` names the rules and how grave each is per channel; `promises.py`, `manners.py`,
`machines.py`, `trade.py` and `health.py` hold the phrases by which they are recognised, in the
notation of `shared/domain/language/notation.py`; `addresses.py` finds what words cannot tell
(phones, links, scattered letters). `lexical.py` reads a text with all of them, `strict.py` adds
what an automatic reply may not say. `shared/domain/guard/guardrails.py` is the way in.
"""
