"""A card as claims are looked up in it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from shared.domain.dataclass import dataclass
from shared.domain.drafts.claims.lexicon import (
    COMPOSITION_NAMES,
    COUNTRIES,
    MATERIALS,
    MEASURES,
    NO,
)
from shared.domain.drafts.claims.units import Amount, read_amounts
from shared.domain.language.tokens import Word, read_words
from shared.domain.products.card import Card, Characteristic

DESCRIPTION = "Описание"
NAME = "Название"
_COUNTRY = "страна"
_SETS = frozenset({"комплектация", "комплект"})
_THINGS = frozenset({"товар", "модель", "изделие", "размер", "вещь"})
_NEAR = 2
_GONE = frozenset({"нет", "отсутствовать"})
# WB notes prices week by week, so a newer one would be in the card by then.
_PRICE_HOLDS = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the card, read."""

    name: str
    value: str
    names: frozenset[str]
    words: tuple[Word, ...]
    lemmas: frozenset[str]
    amounts: tuple[Amount, ...]

    @property
    def measures(self) -> frozenset[str]:
        """Which measures the line's name says."""
        return frozenset(MEASURES[one] for one in self.names if one in MEASURES)


@dataclass(frozen=True, slots=True)
class KnownPrice:
    """What the product cost when WB noted it, and whether it surely costs that still."""

    roubles: float
    words: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class CardIndex:
    """Fields in the order of the card, then the name and the description."""

    fields: tuple[Field, ...]
    prose: tuple[Field, ...]
    price: KnownPrice | None

    @property
    def composition(self) -> tuple[Field, ...]:
        """What the thing is made of."""
        return tuple(one for one in self.fields if one.names & COMPOSITION_NAMES)

    @property
    def countries(self) -> tuple[Field, ...]:
        """Where it is made."""
        return tuple(one for one in self.fields if _COUNTRY in one.names)

    @property
    def sets(self) -> tuple[Field, ...]:
        """What comes with it."""
        return tuple(one for one in self.fields if one.names & _SETS)

    @property
    def things(self) -> frozenset[str]:
        """Words that the product itself goes by."""
        named = [word for one in self.prose if one.name == NAME for word in one.words]
        return _THINGS.union(*(word.lemmas for word in named if "NOUN" in word.kinds))

    def named(self, names: frozenset[str]) -> tuple[Field, ...]:
        """Fields whose name has one of the words."""
        return tuple(one for one in self.fields if one.names & names)


@lru_cache(maxsize=200)
def index_card(card: Card) -> CardIndex:
    """Read a card once."""
    return CardIndex(
        fields=tuple(_field(one) for one in card.characteristics if one.value.strip()),
        prose=tuple(
            _field(Characteristic(name=name, value=value))
            for name, value in ((NAME, card.name), (DESCRIPTION, card.description))
            if value.strip()
        ),
        price=_price_of(card),
    )


def materials_in(words: tuple[Word, ...]) -> Iterator[tuple[Word, str]]:
    """Each material with the word that names it; imitation leather is no leather."""
    for at, word in enumerate(words):
        before = words[at - 1].lemmas if at else frozenset()
        for lemma in sorted(word.lemmas):
            name = MATERIALS.get(lemma)
            if name == "кожа" and before & {"искусственный", "эко"}:
                name = "экокожа"
            if name:
                yield word, name
                break


def countries_in(words: tuple[Word, ...]) -> Iterator[tuple[Word, str]]:
    """Each country with the word that names it."""
    for word in words:
        found = next((COUNTRIES[one] for one in sorted(word.lemmas) if one in COUNTRIES), None)
        if found:
            yield word, found


def is_denied(words: tuple[Word, ...], word: Word) -> bool:
    """Whether «не», «без» or the like stands before a word, or «нет» ends what is said of it."""
    at = words.index(word)
    near = words[max(0, at - _NEAR) : at]
    clause = [one for one in words[at:] if one.clause == word.clause]
    gone = any(one.lemmas & _GONE for one in clause[1:][-_NEAR:])
    return gone or any(one.lemmas & NO for one in near if one.clause == word.clause)


def _price_of(card: Card) -> KnownPrice | None:
    price = card.price
    if price is None:
        return None
    roubles = price.kopecks / 100
    is_current = card.fetched_at is None or card.fetched_at - price.noted_at <= _PRICE_HOLDS
    noted = "" if is_current else f" на {price.noted_at:%d.%m.%Y}"
    return KnownPrice(roubles, f"{roubles:g} ₽{noted}", is_current)


def _field(line: Characteristic) -> Field:
    words = tuple(read_words(line.value))
    return Field(
        name=line.name.strip(),
        value=line.value.strip(),
        names=frozenset(lemma for word in read_words(line.name) for lemma in word.lemmas),
        words=words,
        lemmas=frozenset(lemma for word in words for lemma in word.lemmas),
        amounts=tuple(read_amounts(line.value, line.name)),
    )
