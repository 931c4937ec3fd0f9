"""Claims about what comes in the box."""

import re
from collections.abc import Iterator

from shared.domain.drafts.claims.card_index import CardIndex, Field, is_denied
from shared.domain.drafts.claims.claim import Claim, ClaimKind, ClaimVerdict
from shared.domain.drafts.claims.lexicon import NO, SET_CUES, SET_VERBS
from shared.domain.drafts.claims.sentences import Statement
from shared.domain.drafts.claims.telling import line_of, tell_claim
from shared.domain.drafts.claims.units import number_of
from shared.domain.language.tokens import Word

_PLAIN_WORDS = """
комплект комплектация набор упаковка коробка товар состав покупка предмет штука все весь заказ
вещь модель дополнение качество удобство отзыв вопрос характеристика карточка день покупатель
приобретение производитель мнение шт пара экземпляр количество
"""
_LIST = re.compile(r"(?:\s+\w+){0,3}\s*[:—–]")
_COUNTED = re.compile(r"[:—–]")
_ONLY = frozenset({"только", "лишь"})
_OF = frozenset({"на", "для", "от", "из", "по", "под", "при", "к", "до"})
_PLAIN = frozenset(_PLAIN_WORDS.split())


def read_set(said: Statement, card: CardIndex) -> Iterator[Claim]:
    """Each thing that the answer counts among the set; «не входит» turns it round."""
    things = list(things_in(said))
    for thing, denied in things:
        count = count_at(said.words, thing)
        if count is None and len(things) == 1:
            count = _only_count(said)
        yield _judge(said, thing, card, count, denied=denied)


def things_in(said: Statement) -> Iterator[tuple[Word, bool]]:
    """Each thing that a sentence counts among the set, and whether it says that it is not there."""
    at = next((n for n, word in enumerate(said.words) if word.lemmas & SET_CUES), None)
    if at is None or not (_has_verb(said) or _is_listed(said, at)):
        return
    denied = bool(said.lemmas & (NO - {"без"}))
    if denied and _tells_of_one(said):
        return
    after = [word for word in said.words[at + 1 :] if _is_thing(said, word)]
    before = [word for word in said.words[:at] if _is_thing(said, word)]
    for word in after or before:
        place = said.words.index(word)
        without = any("без" in one.lemmas for one in said.words[max(0, place - 2) : place])
        yield word, denied or without


def is_whole_list(said: Statement) -> bool:
    """Whether a sentence tells all that comes with the product: a list of several, or «только»."""
    things = list(things_in(said))
    if not things or any(denied for _, denied in things):
        return False
    listed = bool(_COUNTED.search(said.text)) and len(things) > 1
    return listed or bool(said.lemmas & _ONLY)


def _tells_of_one(said: Statement) -> bool:
    """«Пульта в комплекте не оказалось»: what was missing from one parcel is no fact of all."""
    denied = {one.clause for one in said.words if one.lemmas & NO}
    there = (one.kinds for one in said.words if one.clause in denied)
    return any("PAST" in kinds and "NOUN" not in kinds for kinds in there)


def _has_verb(said: Statement) -> bool:
    return bool(said.lemmas & SET_VERBS)


def _is_listed(said: Statement, at: int) -> bool:
    """«В комплекте: …», «в комплекте — …», «в комплекте чехол»."""
    lead = said.words[at - 1].text.lower() if at else ""
    rest = said.text[said.words[at].end :]
    return lead in ("в", "во") or bool(_LIST.match(rest))


def _is_thing(said: Statement, word: Word) -> bool:
    """A noun of its own: «инструкция на русском языке» is one thing, so is «кабель питания»."""
    if "NOUN" not in word.kinds or word.lemmas & _PLAIN or "PREP" in word.kinds:
        return False
    # «Чехол-дождевик» goes by its last word.
    if said.text[word.end : word.end + 1] == "-":
        return False
    at = said.words.index(word)
    near = said.words[max(0, at - 2) : at]
    if any(one.lemmas & _OF for one in near if one.clause == word.clause):
        return False
    last = near[-1] if near else None
    follows = last is not None and "NOUN" in last.kinds and not last.lemmas & (_PLAIN | SET_CUES)
    return not (follows and last is not None and said.text[last.end : word.start] == " ")


def _judge(
    said: Statement, thing: Word, card: CardIndex, count: float | None, *, denied: bool
) -> Claim:
    own = [(one, at) for one in card.sets for at in one.words if at.lemmas & thing.lemmas]
    verdict, field = ClaimVerdict.UNKNOWN, None
    if own:
        field, there = own[0]
        agrees = denied is is_denied(field.words, there) and _same_count(count, field, there)
        verdict = ClaimVerdict.CONFIRMED if agrees else ClaimVerdict.CONTRADICTED
    elif card.sets:
        field = card.sets[0]
        verdict = ClaimVerdict.CONFIRMED if denied else ClaimVerdict.CONTRADICTED
    elif any(one.lemmas & thing.lemmas for one in (*card.prose, *card.fields)):
        field = next(one for one in (*card.prose, *card.fields) if one.lemmas & thing.lemmas)
        verdict = ClaimVerdict.CONTRADICTED if denied else ClaimVerdict.CONFIRMED
    return tell_claim(said, ClaimKind.SET, verdict, said.place(thing), line_of(field))


def _same_count(told: float | None, field: Field, there: Word) -> bool:
    known = count_at(field.words, there)
    return told is None or known is None or told == known


def _only_count(said: Statement) -> float | None:
    """«Насадок в комплекте четыре»: the one number of a sentence about one thing."""
    counts = [found for one in said.words if (found := number_of(one.text)) is not None]
    return counts[0] if len(counts) == 1 else None


def count_at(words: tuple[Word, ...], thing: Word) -> float | None:
    """How many of a thing there are: a number before it, or after it as in «насадка 2 шт»."""
    at = words.index(thing)
    for one in reversed(words[max(0, at - 2) : at]):
        if one.clause == thing.clause and (found := number_of(one.text)) is not None:
            return found
    for one in words[at + 1 : at + 2]:
        if (found := number_of(one.text)) is not None and _is_piece(words, at + 2):
            return found
    return None


def _is_piece(words: tuple[Word, ...], at: int) -> bool:
    return at < len(words) and bool(words[at].lemmas & {"шт", "штука"})
