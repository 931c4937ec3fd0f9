"""How surely wrong facts in drafts are caught, and how seldom true ones are taken for wrong.

Cards come from the simulator's catalogue and from a few more below; each line of a card is said in
several ways as it is, and with its value changed.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.wb_simulator.generator.texts import CATEGORIES, read_category
from shared.domain.drafts.claims.checking import check_claims, find_contradictions
from shared.domain.products.card import Card, Characteristic, Price
from tests.answers.claim_words import (
    CLOSINGS,
    COUNTRIES,
    EXTRA_CARDS,
    MATERIALS,
    OPENINGS,
    SAYINGS,
    THINGS,
)
from tests.builders import NOON

SEED = 20_261_122
EACH = 5
_PRICE = 1990


@dataclass(frozen=True, slots=True)
class Sample:
    """A draft about a card; `wrong` where a fact in it was changed."""

    card: Card
    text: str
    wrong: bool
    field: str


def make_cards() -> list[Card]:
    """Every product of the catalogue, and more with sizes, weight and power."""
    facts: list[Mapping[str, Any]] = list(EXTRA_CARDS)
    for name in CATEGORIES:
        facts += read_category(name)["products"]
    return [
        Card(
            nm_id=number,
            name=one["name"],
            characteristics=tuple(
                Characteristic(name=name, value=value) for name, value in one["options"].items()
            ),
            price=Price(kopecks=_PRICE * 100, noted_at=NOON),
        )
        for number, one in enumerate(facts, start=1)
    ]


def make_samples(seed: int = SEED) -> list[Sample]:
    """True and wrong drafts in turn, the same for the same seed."""
    chance = random.Random(seed)
    return [one for card in make_cards() for one in _of_card(card, chance)]


def measure_claims(samples: Sequence[Sample]) -> Mapping[str, float]:
    """A wrong draft is caught by a contradiction; one in a true draft is a false alarm."""
    wrong = [one for one in samples if one.wrong]
    true = [one for one in samples if not one.wrong]
    return {
        "claim_seeded": float(len(wrong)),
        "claim_true": float(len(true)),
        "claim_recall": sum(map(is_caught, wrong)) / len(wrong),
        "claim_false_alarms": sum(map(is_caught, true)) / len(true),
    }


def is_caught(sample: Sample) -> bool:
    """Whether any claim of the draft contradicts the card."""
    return bool(find_contradictions(check_claims(sample.text, sample.card)))


def tell_misses(samples: Sequence[Sample]) -> Iterator[str]:
    """Each sample that was judged otherwise than it is."""
    for one in samples:
        if is_caught(one) is not one.wrong:
            found = "; ".join(
                f"{claim.quote}/{claim.verdict}/{claim.field}"
                for claim in check_claims(one.text, one.card)
            )
            yield f"{'wrong' if one.wrong else 'true'} {one.field}: {one.text} [{found}]"


def _of_card(card: Card, chance: random.Random) -> Iterator[Sample]:
    lines = [one for one in card.characteristics if one.name in SAYINGS]
    lines.append(Characteristic(name="Цена", value=f"{_PRICE} ₽"))
    for line in lines:
        sayings = SAYINGS[line.name]
        for saying in chance.sample(sayings, min(len(sayings), EACH)):
            yield Sample(card, _dress(saying.format(value=line.value), chance), False, line.name)
            changed = _change(line, chance)
            yield Sample(card, _dress(saying.format(value=changed), chance), True, line.name)


def _dress(fact: str, chance: random.Random) -> str:
    return f"{chance.choice(OPENINGS)} {fact} {chance.choice(CLOSINGS)}".strip()


def _change(line: Characteristic, chance: random.Random) -> str:
    """The nearest lie: another number, another material, another country, one thing more."""
    value = line.value
    if line.name == "Страна производства":
        return chance.choice([one for one in COUNTRIES if one != value])
    if line.name == "Комплектация":
        extra = chance.choice([one for one in THINGS if one not in value])
        return f"{value}, {extra} - 1 шт."
    digits = [at for at, one in enumerate(value) if one.isdigit()]
    if digits and (line.name != "Состав" or chance.random() < 0.5):
        return _change_number(value, chance)
    others = [one for one in MATERIALS if one not in value]
    first = value.replace("%", " ").replace(",", " ").split()[0]
    return value.replace(first, chance.choice(others), 1)


def _change_number(value: str, chance: random.Random) -> str:
    start = next(at for at, one in enumerate(value) if one.isdigit())
    end = start
    while end < len(value) and (value[end].isdigit() or value[end] in ".,"):
        end += 1
    number = value[start:end].rstrip(".,")
    end = start + len(number)
    known = float(number.replace(",", "."))
    changed = round(known * chance.choice((0.5, 0.8, 1.2, 1.5, 2, 3)), 2)
    if changed == known or (known.is_integer() and not float(changed).is_integer()):
        changed = known + chance.choice((1, 2, 5))
    return f"{value[:start]}{changed:g}{value[end:]}"
