"""Claims about ingredients, and about what a card answers by yes or no."""

from collections.abc import Iterator

from shared.domain.drafts.claims.card_index import CardIndex, Field, is_denied, materials_in
from shared.domain.drafts.claims.claim import Claim, ClaimKind, ClaimVerdict
from shared.domain.drafts.claims.lexicon import COMPOSITION_NAMES
from shared.domain.drafts.claims.sentences import Statement
from shared.domain.drafts.claims.telling import line_of, tell_claim
from shared.domain.language.tokens import Word

_CONTAINS = frozenset({"состав", "содержать", "содержаться"})
_PLAIN_WORDS = """
состав товар средство продукт крем изделие ингредиент компонент вещество карточка характеристика
вопрос отзыв производитель процент материал ткань основа год страна комплект набор часть формула
выбор покупка день
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_YES, _NO = "да", "нет"
_DENIALS = frozenset({"не", "нельзя", "нет", "запретить", "невозможно"})
_LEAST_WORDS = 2
_SHORT = 4
_WEAK = frozenset({"можно", "подходить", "допустить", "использовать", "наличие", "возможность"})


def read_ingredients(said: Statement, card: CardIndex) -> Iterator[Claim]:
    """What stands after «в составе» or «содержит», unless it is a known material."""
    at = next((n for n, word in enumerate(said.words) if word.lemmas & _CONTAINS), None)
    if at is None:
        return
    materials = {word for word, _ in materials_in(said.words)}
    for word in said.words[at + 1 :]:
        if word in materials or "NOUN" not in word.kinds or word.lemmas & _PLAIN:
            continue
        yield _judge(said, word, card, denied=is_denied(said.words, word))


def read_answers(said: Statement, card: CardIndex) -> Iterator[Claim]:
    """«Можно мыть в посудомоечной машине» against the card's yes or no."""
    for field in card.fields:
        answer = field.value.lower().split(",")[0].strip()
        if answer not in (_YES, _NO):
            continue
        telling = frozenset(one for one in field.names if len(one) > _SHORT and one not in _WEAK)
        common = [word for word in said.words if word.lemmas & telling]
        if not telling or len(common) < min(_LEAST_WORDS, len(telling)):
            continue
        denied = bool(said.lemmas & _DENIALS)
        agrees = denied is (answer == _NO)
        verdict = ClaimVerdict.CONFIRMED if agrees else ClaimVerdict.CONTRADICTED
        yield _claim(said, ClaimKind.FEATURE, verdict, common[0], common[-1], field)


def _judge(said: Statement, word: Word, card: CardIndex, *, denied: bool) -> Claim:
    fields = (*card.composition, *card.fields, *card.prose)
    told = [(one, at) for one in fields for at in one.words if at.lemmas & word.lemmas]
    stated = card.named(frozenset({"состав"}) & COMPOSITION_NAMES)
    if told:
        field, there = told[0]
        agrees = denied is is_denied(field.words, there)
        verdict = ClaimVerdict.CONFIRMED if agrees else ClaimVerdict.CONTRADICTED
        return _claim(said, ClaimKind.COMPOSITION, verdict, word, word, field)
    if stated:
        verdict = ClaimVerdict.CONFIRMED if denied else ClaimVerdict.CONTRADICTED
        return _claim(said, ClaimKind.COMPOSITION, verdict, word, word, stated[0])
    return _claim(said, ClaimKind.COMPOSITION, ClaimVerdict.UNKNOWN, word, word, None)


def _claim(
    said: Statement,
    kind: ClaimKind,
    verdict: ClaimVerdict,
    first: Word,
    last: Word,
    field: Field | None,
) -> Claim:
    place = (said.place(first)[0], said.place(last)[1])
    return tell_claim(said, kind, verdict, place, line_of(field))
