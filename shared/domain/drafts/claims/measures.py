"""Claims with numbers: sizes, weight, power, counted against the card's own numbers."""

import re
from collections.abc import Iterator, Sequence

from shared.domain.drafts.claims.card_index import CardIndex, Field
from shared.domain.drafts.claims.claim import Claim, ClaimKind, ClaimVerdict
from shared.domain.drafts.claims.lexicon import MEASURES, SET_CUES
from shared.domain.drafts.claims.sentences import Statement
from shared.domain.drafts.claims.telling import line_of, tell_claim
from shared.domain.drafts.claims.units import Amount, is_close, is_said, read_amounts
from shared.domain.language.tokens import Word

_REACH_BEFORE = 60
_REACH_AFTER = 25
_ELSEWHERE = frozenset({"percent", "roubles"})
# Time is claimed of a guarantee or of what keeps, not of waiting or of experience.
_NEEDS_CUE = frozenset({"months", "pieces", "degrees"})
# Said without a name, these are the product's own; a length may be of anything near it.
_OWN = frozenset(
    {"power", "charge", "voltage", "speed", "memory", "frequency", "loudness", "light", "den"}
)
_RUN = re.compile(r"\d\s*(?:[xх×*]|на)\s*\d", re.IGNORECASE)
_BESIDE = 4
# «см» is a centimetre here, whatever else it may tell one to do.
_UNIT = 2
_PLACES = frozenset({"от", "до", "над", "под", "друг", "назад", "вперед", "вбок"})

# Words for the same thing, and what holds as much as a card says of the whole.
_CORDS = frozenset({"шнур", "провод", "кабель"})
_HOLDERS = frozenset({"контейнер", "бак", "бачок", "чаша", "колба", "резервуар", "пылесборник"})
_TELLING = 4
_PLAIN = frozenset(
    {"товар", "предмет", "изделие", "упаковка", "общий", "максимальный", "минимальный", "размер"}
)


def read_measures(
    said: Statement, before: Statement | None, card: CardIndex, asked: Sequence[Amount]
) -> Iterator[Claim]:
    """Each amount against the line of the card that the sentence speaks of, else any like it.

    A question `before` it names what it is of.
    """
    amounts = [one for one in read_amounts(said.text) if one.dimension not in _ELSEWHERE]
    taken: Word | None = None
    for at, amount in enumerate(amounts):
        since = amounts[at - 1].end if at and amounts[at - 1].end <= amount.start else 0
        until = amounts[at + 1].start if at + 1 < len(amounts) else len(said.text)
        cue = _cue_near(said, amount, since, until, taken)
        taken = cue or taken
        cues = frozenset({_measure_of(cue)}) if cue else _cues_asked(before)
        if amount.dimension == "pieces" and said.lemmas & SET_CUES:
            continue
        if amount.dimension in _NEEDS_CUE and not (cues or _named(said, card, amount)):
            continue
        claim = _judge(said, amount, cues, card)
        if claim.verdict is not ClaimVerdict.CONFIRMED and not cues and is_said(amount, asked):
            continue
        yield claim


def _judge(said: Statement, amount: Amount, cues: frozenset[str], card: CardIndex) -> Claim:
    alike = [
        (one, other)
        for one in (*card.fields, *card.prose)
        for other in one.amounts
        if other.dimension == amount.dimension
    ]
    named = [(one, other) for one, other in alike if one.measures & cues] if cues else []
    spoken = [(one, other) for one, other in alike if _speaks_of(said, one)]
    pool = named or spoken or alike
    same = next((one for one, other in pool if is_close(amount, other.value)), None)
    if same is not None:
        return _claim(said, amount, ClaimVerdict.CONFIRMED, same)
    # What the sentence names and no line of the card does may be true all the same.
    if pool and (named or spoken or not cues):
        sure = bool(named or spoken) or _is_of_product(said, amount, card)
        verdict = ClaimVerdict.CONTRADICTED if sure else ClaimVerdict.UNKNOWN
        return _claim(said, amount, verdict, pool[0][0])
    return _claim(said, amount, ClaimVerdict.UNKNOWN, None)


def _is_of_product(said: Statement, amount: Amount, card: CardIndex) -> bool:
    """Whether a number without a name is surely the product's: advice and distances are not."""
    if amount.dimension in _OWN or _RUN.search(said.text, amount.start, amount.end):
        return True
    after = next((one for one in said.words if one.start >= amount.end), None)
    if after is not None and ("COMP" in after.kinds or after.lemmas & _PLACES):
        return False
    if any("IMPR" in one.kinds and len(one.text) > _UNIT for one in said.words):
        return False
    before = [one for one in said.words if one.end <= amount.start]
    things = card.things | _HOLDERS if amount.dimension == "volume" else card.things
    return any(one.lemmas & things for one in before[-_BESIDE:])


def _cue_near(
    said: Statement, amount: Amount, since: int, until: int, taken: Word | None
) -> Word | None:
    """The nearest name of a measure before an amount, else right after it.

    One that is `taken` stood after the amount before: «80 см в длину, 20 см в глубину».
    """
    before = [
        one
        for one in said.words
        if max(since, amount.start - _REACH_BEFORE) <= one.start and one.end <= amount.start
    ]
    after = [
        one for one in said.words if amount.end <= one.start < min(until, amount.end + _REACH_AFTER)
    ]
    near = (word for word in (*reversed(before), *after) if word is not taken)
    return next((word for word in near if _measure_of(word)), None)


def _cues_asked(before: Statement | None) -> frozenset[str]:
    if before is None or not before.text.rstrip().endswith("?"):
        return frozenset()
    return frozenset({found for word in before.words if (found := _measure_of(word))})


def _measure_of(word: Word) -> str:
    return next((MEASURES[one] for one in sorted(word.lemmas) if one in MEASURES), "")


def _named(said: Statement, card: CardIndex, amount: Amount) -> bool:
    return any(
        other.dimension == amount.dimension and _speaks_of(said, one)
        for one in card.fields
        for other in one.amounts
    )


def _speaks_of(said: Statement, field: Field) -> bool:
    """Whether the sentence says the telling words of a line's name."""
    telling = {one for one in field.names if len(one) >= _TELLING and one not in _PLAIN}
    if telling & _CORDS:
        telling |= _CORDS
    return bool(telling & said.lemmas)


def _claim(said: Statement, amount: Amount, verdict: ClaimVerdict, field: Field | None) -> Claim:
    start, end = said.start + amount.start, said.start + amount.end
    return tell_claim(said, ClaimKind.MEASURE, verdict, (start, end), line_of(field))
