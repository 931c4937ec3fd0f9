"""Alarms that no phrase gave away: a text's vector, its letters and words weighed together.

An alarm that only these give quotes the sentence that speaks most for it; one that a phrase gave
falls silent where the whole and every sentence speak against it.
"""

from collections.abc import Collection, Sequence
from math import inf

from shared.domain.meaning.evidence_parts import Parts
from shared.domain.meaning.heads import AlarmModel, Vector
from shared.domain.meaning.subjects import (
    LONGEST_SPLIT,
    find_loudest,
    quote_span,
    score_stretch,
    split_stretches,
)
from shared.domain.understanding import Alarm, Escalation

_ORDER = tuple(Alarm)


def hear_alarms(
    model: AlarmModel,
    found: Sequence[Escalation],
    waived: Collection[Alarm],
    vector: Vector,
    parts: Parts,
) -> tuple[Escalation, ...]:
    """What the rules have found, and what only the whole or one sentence of it tells.

    Vectors hardly tell harm from its cure: of what the rules have waived they say nothing.
    """
    known = {one.alarm: one for one in found}
    stretches = split_stretches(parts.text)
    letters = [score_stretch(model.heads, one) for one in stretches]
    for at, (name, score) in enumerate(model.heads.score(vector).items()):
        alarm = Alarm(name)
        column = [row[at] for row in letters]
        if alarm in known:
            quiet = score + max(column) < model.heeded_from.get(alarm, -inf)
            if quiet and _is_heard(known[alarm], parts):
                del known[alarm]
        elif alarm not in waived and score + column[0] >= model.sounds_from[alarm]:
            span = find_loudest(stretches, column).span
            known[alarm] = Escalation(alarm=alarm, evidence=quote_span(parts, span))
    return tuple(known[alarm] for alarm in _ORDER if alarm in known)


def _is_heard(found: Escalation, parts: Parts) -> bool:
    """Letters of a text's first part say nothing of its rest, nor a chat's last words of others."""
    if len(parts.text) > LONGEST_SPLIT:
        return False
    return all(
        any(
            piece.part is quote.part and piece.text.startswith(quote.text, quote.start)
            for piece in parts.pieces
        )
        for quote in found.evidence
    )
