"""Whether a text gives reason to stop: its vector, its letters and words, and phrases in it.

None of them decides alone: what a phrase tells is weighed with what the whole and its loudest
sentence say of each alarm and of alarms at all. An alarm that no phrase gave quotes the sentence
that speaks most for it.
"""

from collections.abc import Collection, Mapping, Sequence

from shared.domain.meaning.evidence_parts import Parts
from shared.domain.meaning.heads import ANY, AlarmModel, Vector
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
    """What rules and the whole tell together, and what rules found where nothing else was heard."""
    told = {one.alarm: one for one in found}
    stretches = split_stretches(parts.text)
    letters = [score_stretch(model.heads, one) for one in stretches]
    loudest = map(max, zip(*letters, strict=True))
    heard = zip(model.heads.score(vector).items(), letters[0], loudest, strict=True)
    scores = {name: score + (whole + loud) / 2 for (name, score), whole, loud in heard}
    kept = {alarm: one for alarm, one in told.items() if not _is_weighed(one, parts)}
    for alarm in choose_alarms(model, scores, told, waived):
        column = [row[model.heads.labels.index(alarm.value)] for row in letters]
        span = find_loudest(stretches, column).span
        kept[alarm] = told.get(alarm) or Escalation(alarm=alarm, evidence=quote_span(parts, span))
    return tuple(kept[alarm] for alarm in _ORDER if alarm in kept)


def choose_alarms(
    model: AlarmModel,
    scores: Mapping[str, float],
    told: Collection[Alarm],
    waived: Collection[Alarm],
) -> tuple[Alarm, ...]:
    """The loudest alarm if it is loud enough, and others of which enough is said.

    Vectors hardly tell harm from its cure, so what rules have waived speaks against an alarm.
    """
    own = {
        alarm: scores[alarm.value] + model.trust * (alarm in told) - model.doubt * (alarm in waived)
        for alarm in model.sounds_from
    }
    denied = bool(waived) and not told
    at_all = scores[ANY] + model.trust * bool(told) - model.doubt * denied
    loudest = max(own, key=own.__getitem__)
    return tuple(
        alarm
        for alarm, score in own.items()
        if (score + at_all) / 2 >= model.sounds_from[alarm]
        and (alarm is loudest or score >= model.beside)
    )


def _is_weighed(found: Escalation, parts: Parts) -> bool:
    """Vectors never saw what points to a person, nor a text's rest, nor a chat's earlier words."""
    if found.alarm is Alarm.PERSONAL_DATA or len(parts.text) > LONGEST_SPLIT:
        return False
    return all(
        any(
            piece.part is quote.part and piece.text.startswith(quote.text, quote.start)
            for piece in parts.pieces
        )
        for quote in found.evidence
    )
