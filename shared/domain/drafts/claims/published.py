"""What a seller has told buyers in public of a product, and words that now say the opposite."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from shared.domain.dataclass import dataclass
from shared.domain.drafts.claims.checking import check_claims, find_contradictions
from shared.domain.drafts.claims.claim import Claim, ClaimKind, Published
from shared.domain.drafts.claims.lexicon import COMPOSITION_NAMES, MEASURES, NO
from shared.domain.drafts.claims.published_sets import deny_things
from shared.domain.drafts.claims.sentences import Statement, read_statements
from shared.domain.interaction import AnswerState, Channel, Interaction
from shared.domain.linking.likeness import overlap_of, telling_stems
from shared.domain.products.card import Card, Characteristic

LONGEST_QUOTE = 160
# From so many words in common on, two buyers ask the same.
_SAME_ASK = 0.75
_HELLO = r"(?:(?:здравствуйте|добрый день|доброго времени суток)[\s,!.]*)?"
_YES = re.compile(rf"(?i)\s*{_HELLO}(?:да|конечно|верно|можно|подходит|подойд[её]т)(?!\w)")
_NO = re.compile(rf"(?i)\s*{_HELLO}(?:нет|нельзя|увы|к сожалению|не подходит|не подойд[её]т)(?!\w)")
# What was true yesterday may well be otherwise today.
_PASSING = re.compile(r"(?i)налич|появ|поступ|когда|акци|скидк|цен|сто[ий]т|достав|при(?:дет|едет)")
_NUMBER = re.compile(r"\d+")
# Names of a part; any other word of composition speaks of the whole.
_PARTS = frozenset({"покрытие", "наполнитель"})
_WHOLE = "Состав"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposite:
    """Words from `start` to `end` that an `earlier` answer denies by its own `quote`."""

    start: int
    end: int
    quote: str
    earlier: Published


def list_published(items: Iterable[Interaction], but: Interaction) -> tuple[Published, ...]:
    """Answers to others about the product, in the order of the items; no chat is public."""
    return tuple(
        Published(asked=one.source.text, answer=one.source.answer.text, at=one.occurred_at)
        for one in items
        if one.id != but.id
        and one.channel is not Channel.CHAT
        and one.source.answer is not None
        and one.source.answer.state is not AnswerState.REJECTED
    )


def states_anything(text: str, said: str) -> bool:
    """Whether a text says what an earlier answer could deny."""
    return bool(check_claims(text, None, said)) or _find_side(text) is not None


def find_opposites(text: str, said: str, published: Sequence[Published]) -> tuple[Opposite, ...]:
    """The first earlier answer that denies each place of the text."""
    opposites: dict[tuple[int, int], Opposite] = {}
    for earlier in published:
        denied = (_deny_facts, _deny_set, _deny_side)
        for one in (found for deny in denied for found in deny(text, said, earlier)):
            opposites.setdefault((one.start, one.end), one)
    return tuple(sorted(opposites.values(), key=lambda one: one.start))


def names_line(text: str, claim: Claim) -> bool:
    """Whether the text itself says what it compares: a bare number may be of anything."""
    spoken = {MEASURES.get(one, one) for said in read_statements(text) for one in said.lemmas}
    return any(
        MEASURES.get(one, one) in spoken
        for name in read_statements(claim.field)
        for one in name.lemmas
    )


# --- other values of the same side


def _deny_facts(text: str, said: str, earlier: Published) -> Iterator[Opposite]:
    card = _as_card(earlier.answer)
    if not card.characteristics:
        return
    for claim in find_contradictions(check_claims(text, card, said)):
        if claim.kind is ClaimKind.MEASURE and not names_line(text, claim):
            continue
        if claim.kind is ClaimKind.COMPOSITION and _part_at(text, claim) != claim.field:
            continue
        quote = _sentence_with(earlier.answer, claim.value)
        yield Opposite(start=claim.start, end=claim.end, quote=quote, earlier=earlier)


def _deny_set(text: str, _: str, earlier: Published) -> Iterator[Opposite]:
    for one in deny_things(text, earlier.answer):
        quote = one.quote[:LONGEST_QUOTE]
        yield Opposite(start=one.start, end=one.end, quote=quote, earlier=earlier)


@lru_cache(maxsize=300)
def _as_card(answer: str) -> Card:
    """What an answer states, as lines of a card; what it denies states nothing."""
    lines = [line for one in read_statements(answer) if not one.lemmas & NO for line in _lines(one)]
    return Card(nm_id=0, name="", characteristics=tuple(lines))


def _lines(said: Statement) -> Iterator[Characteristic]:
    claims = check_claims(said.text, None)
    kinds = {one.kind for one in claims}
    if ClaimKind.COMPOSITION in kinds:
        yield Characteristic(name=_part_of(said), value=said.text.strip())
    if ClaimKind.COUNTRY in kinds:
        yield Characteristic(name="Страна производства", value=said.text.strip())
    measures = {MEASURES[one] for one in said.lemmas if one in MEASURES}
    amounts = [one for one in claims if one.kind is ClaimKind.MEASURE]
    if len(measures) == len(amounts) == 1:
        yield Characteristic(name=measures.pop().capitalize(), value=amounts[0].quote)


def _part_of(said: Statement) -> str:
    named = said.lemmas & COMPOSITION_NAMES & _PARTS
    return min(named).capitalize() if named else _WHOLE


def _part_at(text: str, claim: Claim) -> str:
    place = [one for one in read_statements(text) if one.start <= claim.start]
    return _part_of(place[-1]) if place else _WHOLE


def _sentence_with(answer: str, value: str) -> str:
    found = next((one.text for one in read_statements(answer) if value in one.text), value)
    return found.strip()[:LONGEST_QUOTE]


# --- a no to what was a yes


def _deny_side(text: str, said: str, earlier: Published) -> Iterator[Opposite]:
    now, then = _find_side(text), _find_side(earlier.answer)
    if now is None or then is None or now[1] is then[1] or not _asks_same(said, earlier.asked):
        return
    quote = then[0].text.strip()[:LONGEST_QUOTE]
    start, end = now[0].start, now[0].start + len(now[0].text.rstrip())
    yield Opposite(start=start, end=end, quote=quote, earlier=earlier)


def _find_side(text: str) -> tuple[Statement, bool] | None:
    """The first sentence that opens with a yes or a no."""
    for one in read_statements(text):
        if _NO.match(one.text):
            return one, False
        if _YES.match(one.text):
            return one, True
    return None


def _asks_same(one: str, other: str) -> bool:
    if _PASSING.search(one) or set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return False
    return overlap_of(telling_stems(one), telling_stems(other)) >= _SAME_ASK
