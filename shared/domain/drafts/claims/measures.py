"""Claims with numbers: sizes, weight, power, price, counted against the card's own numbers."""

from collections.abc import Iterator, Sequence

from shared.domain.drafts.claims.card_index import CardIndex, Field
from shared.domain.drafts.claims.claim import Claim, ClaimKind, ClaimVerdict
from shared.domain.drafts.claims.lexicon import MEASURES, SET_CUES
from shared.domain.drafts.claims.sentences import Statement
from shared.domain.drafts.claims.units import Amount, read_amounts
from shared.domain.language.tokens import Word

_SAME_WITHIN = 0.005
_ABOUT_WITHIN = 0.1
_REACH_BEFORE = 60
_REACH_AFTER = 25
_ELSEWHERE = frozenset({"percent", "roubles"})
# Time is claimed of a guarantee or of what keeps, not of waiting or of experience.
_NEEDS_CUE = frozenset({"months", "pieces", "degrees"})

_PLAIN = frozenset(
    {"товар", "предмет", "изделие", "упаковка", "общий", "максимальный", "минимальный", "размер"}
)


def read_measures(said: Statement, card: CardIndex, asked: Sequence[Amount]) -> Iterator[Claim]:
    """Each amount against the line of the card that the sentence speaks of, else any like it."""
    amounts = [one for one in read_amounts(said.text) if one.dimension not in _ELSEWHERE]
    for at, amount in enumerate(amounts):
        since = amounts[at - 1].end if at and amounts[at - 1].end <= amount.start else 0
        until = amounts[at + 1].start if at + 1 < len(amounts) else len(said.text)
        cues = _cues_near(said, amount, since, until)
        if amount.dimension == "pieces" and said.lemmas & SET_CUES:
            continue
        if amount.dimension in _NEEDS_CUE and not (cues or _named(said, card, amount)):
            continue
        claim = _judge(said, amount, cues, card)
        if claim.verdict is not ClaimVerdict.CONFIRMED and not cues and _is_asked(amount, asked):
            continue
        yield claim


def read_price(said: Statement, card: CardIndex) -> Iterator[Claim]:
    """Any sum of roubles is read as the price."""
    for amount in read_amounts(said.text):
        if amount.dimension != "roubles":
            continue
        verdict = ClaimVerdict.UNKNOWN
        if card.price is not None:
            same = _is_close(amount, card.price)
            verdict = ClaimVerdict.CONFIRMED if same else ClaimVerdict.CONTRADICTED
        value = f"{card.price:g} ₽" if card.price is not None else ""
        yield _claim(said, amount, ClaimKind.PRICE, verdict, "Цена" if value else "", value)


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
    same = next((one for one, other in pool if _is_close(amount, other.value)), None)
    if same is not None:
        verdict = ClaimVerdict.CONFIRMED
        return _claim(said, amount, ClaimKind.MEASURE, verdict, same.name, same.value)
    # What the sentence names and no line of the card does may be true all the same.
    if pool and (named or spoken or not cues):
        field = pool[0][0]
        verdict = ClaimVerdict.CONTRADICTED
        return _claim(said, amount, ClaimKind.MEASURE, verdict, field.name, field.value)
    return _claim(said, amount, ClaimKind.MEASURE, ClaimVerdict.UNKNOWN, "", "")


def _cues_near(said: Statement, amount: Amount, since: int, until: int) -> frozenset[str]:
    """The nearest name of a measure before an amount, else right after it."""
    before = [
        one
        for one in said.words
        if max(since, amount.start - _REACH_BEFORE) <= one.start and one.end <= amount.start
    ]
    after = [
        one for one in said.words if amount.end <= one.start < min(until, amount.end + _REACH_AFTER)
    ]
    for word in (*reversed(before), *after):
        found = _measure_of(word)
        if found:
            return frozenset({found})
    return frozenset()


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
    telling = {one for one in field.names if len(one) > 4 and one not in _PLAIN}  # noqa: PLR2004
    return bool(telling) and bool(telling & said.lemmas)


def _is_close(amount: Amount, value: float) -> bool:
    within = _ABOUT_WITHIN if amount.about else _SAME_WITHIN
    return abs(amount.value - value) <= within * max(abs(value), 0.001)


def _is_asked(amount: Amount, asked: Sequence[Amount]) -> bool:
    """The buyer's own numbers, said back, are no claim of the seller."""
    return any(one.dimension == amount.dimension and one.value == amount.value for one in asked)


def _claim(
    said: Statement,
    amount: Amount,
    kind: ClaimKind,
    verdict: ClaimVerdict,
    field: str,
    value: str,
) -> Claim:
    start, end = said.start + amount.start, said.start + amount.end
    return Claim(
        kind=kind,
        verdict=verdict,
        quote=said.quote(start, end).strip(),
        start=start,
        end=end,
        field=field,
        value=value,
    )
