"""What a reply may not say: rules as data, phrases over dictionary forms, and how they are read.

`rules.py` names the rules and how grave each is per channel; `promises.py`, `manners.py`,
`machines.py`, `trade.py` and `health.py` hold the phrases by which they are recognised, in the
notation of `shared/domain/language/notation.py`; `addresses.py` finds what words cannot tell
(phones, links, scattered letters). `lexical.py` reads a text with all of them.

The ways in: `judging.Judge(embed).check(channel, text, situation)` reads words and meaning, `embed`
being an Embedder's; `strict.check_automatic(channel, text, situation, earlier, judge)` adds what an
automatic reply may not say and lets nothing pass that was not wholly read, so its judge has to be
able to embed; `guardrails.check_text(channel, text, situation)` reads words alone, for dispatch.
"""
