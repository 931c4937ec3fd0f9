"""Claims about what a thing is made of, where, in which colour: words against the card's words."""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from shared.domain.drafts.claims.card_index import (
    CardIndex,
    Field,
    countries_in,
    is_denied,
    materials_in,
)
from shared.domain.drafts.claims.claim import Claim, ClaimKind, ClaimVerdict
from shared.domain.drafts.claims.lexicon import (
    COMPOSITION_NAMES,
    COUNTRY_CUES,
    FEATURES,
    KINDS_OF,
)
from shared.domain.drafts.claims.sentences import Statement
from shared.domain.drafts.claims.telling import line_of, tell_claim
from shared.domain.drafts.claims.units import read_amounts
from shared.domain.language.tokens import Word

_SHARE_BEFORE = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*(?:%|процент\w*)\s*(?:[-–—:]\s*)?(?:из\s+)?$")
_SHARE_AFTER = re.compile(r"\s*(?:[-–—:(]\s*)?(\d{1,3}(?:[.,]\d+)?)\s*(?:%|процент)")
_AMBIGUOUS = frozenset({"кожа", "золото", "серебро", "медь", "бумага", "пух", "стекло"})
# These adjectives mostly tell a colour, all others of a material the material.
_SHADES = frozenset({"золотой", "серебряный", "медный", "бумажный", "пуховый"})
_SHARING = frozenset({"быть", "составлять", "содержаться", "входить", "доля"})
_TELLING = frozenset({"NOUN", "VERB", "INFN"})
_ADVISING = frozenset({"можно", "лучше", "советовать", "рекомендовать", "подойти", "подходить"})
_UNLIKE_DEEDS = frozenset({"NUMR", "APRO", "NOUN"})
_SHORT = 2
_MADE_OF = frozenset({"из", "натуральный", "искусственный", "настоящий"})


def read_composition(said: Statement, card: CardIndex) -> Iterator[Claim]:
    """Each material that the answer names, with its share where that is told."""
    found = list(materials_in(said.words))
    for word, name in found:
        if name in _AMBIGUOUS and not _speaks_of_matter(said, word):
            continue
        share = _share_at(said.text, word)
        if share is None and len(found) == 1:
            share = _only_share(said, word, card)
        denied = is_denied(said.words, word)
        yield _judge_material(said, word, name, share, card, denied=denied)


def read_country(said: Statement, card: CardIndex) -> Iterator[Claim]:
    """A country counts where the sentence speaks of making."""
    if not said.lemmas & COUNTRY_CUES:
        return
    for word, name in countries_in(said.words):
        found = [(one, told) for one in card.countries for _, told in countries_in(one.words)]
        yield _compare(said, ClaimKind.COUNTRY, word, name, found)


def read_features(said: Statement, card: CardIndex) -> Iterator[Claim]:
    """Colours, seasons, fasteners: only where the side itself is named."""
    for cues, values in FEATURES.values():
        if not said.lemmas & cues:
            continue
        fields = card.named(cues)
        for word in said.words:
            name = _first(values, word.lemmas)
            if name is None or not fields:
                continue
            told = [(one, other) for one in fields for other in _values_in(one, values)]
            yield _compare(said, ClaimKind.FEATURE, word, name, told)


def _speaks_of_matter(said: Statement, word: Word) -> bool:
    """«для сухой кожи» and «золотой цвет» name no material, «из кожи» does."""
    if "ADJF" in word.kinds and not word.lemmas & _SHADES:
        return True
    at = said.words.index(word)
    near = {lemma for one in said.words[max(0, at - 2) : at] for lemma in one.lemmas}
    return bool(near & _MADE_OF) or bool(said.lemmas & COMPOSITION_NAMES)


def _judge_material(
    said: Statement, word: Word, name: str, share: float | None, card: CardIndex, *, denied: bool
) -> Claim:
    fields = [*card.composition, *card.prose, *card.fields]
    alike = KINDS_OF.get(name, frozenset()) | {name}
    lines = [(one, at, told) for one in fields for at, told in materials_in(one.words)]
    own = [(one, at) for one, at, told in lines if told in alike]
    tell = partial(_tell_matter, said, word)
    if own:
        field, there = own[0]
        known = _share_at(field.value, there)
        differs = share is not None and known is not None and abs(share - known) > 0.01  # noqa: PLR2004
        differs |= denied is not is_denied(field.words, there)
        verdict = ClaimVerdict.CONTRADICTED if differs else ClaimVerdict.CONFIRMED
        if share is not None and known is None and not differs and len(_all(field)) > 1:
            verdict = ClaimVerdict.UNKNOWN
        return tell(verdict, field)
    wider = next((one for one, _, told in lines if name in KINDS_OF.get(told, ())), None)
    if wider is not None:
        return tell(ClaimVerdict.UNKNOWN, wider)
    if card.composition and not _is_advice(said, word):
        field = next((one for one in card.composition if _all(one)), card.composition[0])
        verdict = ClaimVerdict.CONFIRMED if denied else ClaimVerdict.CONTRADICTED
        return tell(verdict, field)
    return tell(ClaimVerdict.UNKNOWN, None)


def _is_advice(said: Statement, word: Word) -> bool:
    """«Гладьте через хлопковую ткань» and «подойдёт кожаный ремень» speak of other things."""
    before = [one for one in said.words if one.clause == word.clause and one.end <= word.start]
    return any(one.lemmas & _ADVISING or _tells_to_do(one) for one in before)


def _tells_to_do(word: Word) -> bool:
    """«Три», «мой» and «см» may do so too, but hardly ever here."""
    return "IMPR" in word.kinds and not word.kinds & _UNLIKE_DEEDS and len(word.text) > _SHORT


def _tell_matter(said: Statement, word: Word, verdict: ClaimVerdict, field: Field | None) -> Claim:
    return tell_claim(said, ClaimKind.COMPOSITION, verdict, said.place(word), line_of(field))


def _compare(
    said: Statement, kind: ClaimKind, word: Word, name: str, told: list[tuple[Field, str]]
) -> Claim:
    denied = is_denied(said.words, word)
    same = next((field for field, other in told if other == name), None)
    field = same or next((one for one, _ in told), None)
    if field is None:
        verdict = ClaimVerdict.UNKNOWN
    else:
        verdict = (
            ClaimVerdict.CONFIRMED
            if (same is not None) is not denied
            else ClaimVerdict.CONTRADICTED
        )
    return tell_claim(said, kind, verdict, said.place(word), line_of(field))


def _all(field: Field) -> list[str]:
    return [name for _, name in materials_in(field.words)]


def _share_at(text: str, word: Word) -> float | None:
    """A percentage right before or right after a material."""
    before = _SHARE_BEFORE.search(text, 0, word.start)
    after = _SHARE_AFTER.match(text, word.end)
    found = before or after
    return float(found[1].replace(",", ".")) if found else None


def _only_share(said: Statement, word: Word, card: CardIndex) -> float | None:
    """«Шерсти в нём 50 процентов»; «шерсть садится на 5 процентов» tells no share."""
    shares = [one for one in read_amounts(said.text) if one.dimension == "percent"]
    if len(shares) != 1 or shares[0].start < word.end:
        return None
    between = [one for one in said.words if word.end <= one.start < shares[0].start]
    own = card.things | COMPOSITION_NAMES | _SHARING
    of_others = any(one.kinds & _TELLING and not one.lemmas & own for one in between)
    return None if of_others else shares[0].value


def _values_in(field: Field, values: dict[str, str]) -> Iterable[str]:
    return [name for word in field.words if (name := _first(values, word.lemmas)) is not None]


def _first(values: dict[str, str], lemmas: frozenset[str]) -> str | None:
    return next((values[one] for one in sorted(lemmas) if one in values), None)
