"""Invented orders and what their buyers say, with the truth that no reader of WB can see.

Names come from a pool so small that many buyers share one, on one product, on one day.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from shared.adapters.memory.wb_items import make_chat, make_event, make_question, make_review
from shared.domain.ids import InteractionId, interaction_id
from shared.domain.interaction import Channel
from shared.domain.raw_items import RawItem
from tests.builders import NOON

NAMES = ("Мария", "Анна", "Елена", "Иван", "Покупатель", "")
MISSING = ("", "0", "null")
PRODUCTS = 12
TROUBLES = ("Пришёл сломанный, не работает", "Не хватает деталей", "Прислали не тот цвет")
TALKS = ("Здравствуйте!", "Где мой заказ?", "Спасибо, всё подошло", "Какой размер взять?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One item as one read of WB shows it."""

    channel: Channel
    raw: RawItem
    observed_at: datetime


@dataclass(slots=True, kw_only=True)
class Piece:
    """One item: whose it truly is, and the readings that lead to how it looks in the end."""

    channel: Channel
    external_id: str
    buyer: int
    order: str = ""
    price: int | None = None
    shk: int | None = None
    parent: str = ""
    rating: int | None = None
    complained: bool | None = None
    readings: list[Reading] = field(default_factory=list)

    @property
    def id(self) -> InteractionId:
        return interaction_id(self.channel.value, self.external_id)


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that was said, and the labels that the seller has told."""

    pieces: tuple[Piece, ...]
    labels: dict[int, str]

    def order_of(self, piece: Piece) -> str:
        """The order as far as it can be known: a review's is known by its label alone."""
        if piece.channel is Channel.CHAT:
            return piece.order
        return self.labels.get(piece.shk, "") if piece.shk is not None else ""

    def circles(self) -> list[list[Piece]]:
        """Pieces that hard keys tie together, those with a profile alone."""
        groups = _join(self.pieces, [self._keys(piece) for piece in self.pieces])
        return [group for group in groups if self._has_key(group)]

    def linkable(self) -> set[frozenset[InteractionId]]:
        """Pairs that hard keys tie together."""
        return {pair for circle in self.circles() for pair in pairs(one.id for one in circle)}

    def _keys(self, piece: Piece) -> list[str]:
        if piece.channel is Channel.QUESTION:
            return []
        order = self.order_of(piece)
        own = f"{piece.channel}:{piece.external_id}"
        parent = f"review:{piece.parent}" if piece.parent else ""
        return [key for key in (own, parent, f"order:{order}" if order else "") if key]

    def _has_key(self, group: list[Piece]) -> bool:
        is_chat = any(piece.channel is Channel.CHAT for piece in group)
        return is_chat or len(group) > 1 or bool(self.order_of(group[0]))


def pairs(names: Iterable[InteractionId]) -> Iterator[frozenset[InteractionId]]:
    """Every two of some names."""
    return (frozenset(pair) for pair in combinations(names, 2))


def make_orders(count: int = 500, seed: int = 500, *, labelled: float = 0.4) -> Truth:
    """Orders of fewer buyers, with chats, reviews, supplements and questions about them.

    `labelled` is the part of the orders whose labels the seller has told.
    """
    dice = random.Random(seed)
    pieces: list[Piece] = []
    labels: dict[int, str] = {}
    for number in range(count):
        maker = _Maker(dice, number, buyer=dice.randrange(int(count * 0.85)))
        pieces += maker.make()
        if dice.random() < labelled:
            labels[maker.shk] = maker.order
    return Truth(tuple(pieces), labels)


class _Maker:
    """Everything that is said about one order."""

    def __init__(self, dice: random.Random, number: int, buyer: int) -> None:
        self.dice, self.number, self.buyer = dice, number, buyer
        self.order = f"{dice.getrandbits(128):032x}"
        self.shk = 10**10 + number
        self.name = NAMES[buyer % len(NAMES)]
        # As many share a product as share a name; who reads neighbours need not read everybody.
        self.nm_id = 70_000_001 + number % PRODUCTS
        self.price = dice.randrange(100, 9000)
        # Buyers speak for days after they ordered, and nobody speaks in the future.
        self.at = NOON - timedelta(days=dice.randrange(10, 60))

    def make(self) -> list[Piece]:
        chats = self.dice.choices((0, 1, 2, 3), (25, 45, 20, 10))[0]
        pieces = [self._chat(n) for n in range(chats)]
        if self.dice.random() < 0.55:
            pieces += self._reviews()
        if self.dice.random() < 0.2:
            pieces.append(self._question())
        return pieces

    def _chat(self, number: int) -> Piece:
        name = f"1:chat-{self.number}-{number}"
        is_named = self.dice.random() > 0.08
        order = self.order if is_named else ""
        rid = order or self.dice.choice(MISSING)
        start = self.at + timedelta(days=self.dice.randrange(5), minutes=number)
        line: RawItem = make_chat(name, client_name=self.name, nm_id=self.nm_id, rid=rid)
        line["goodCard"]["price"] = self.price
        texts = [self.dice.choice((*TALKS, *TROUBLES)) for _ in range(self.dice.randint(1, 4))]
        events = [
            make_event(
                line,
                f"{name}-{n}",
                start + timedelta(hours=30 * n),
                text=text,
                sender="client",
                source="rusite",
            )
            for n, text in enumerate(texts)
        ]
        line["lastMessage"] = {
            "text": texts[-1],
            "addTimestamp": events[-1]["addTimestamp"],
        }
        piece = Piece(
            channel=Channel.CHAT,
            external_id=name,
            buyer=self.buyer,
            order=order,
            price=self.price if order else None,
            complained=any(text in TROUBLES for text in texts),
        )
        unnamed = line | {"goodCard": line["goodCard"] | {"rid": "", "price": None}}
        bundles: list[RawItem] = [{"chat": None, "events": [event]} for event in events]
        bundles += [{"chat": unnamed, "events": []}, {"chat": line, "events": []}]
        piece.readings = [self._read(piece, bundle, n) for n, bundle in enumerate(bundles)]
        return piece

    def _reviews(self) -> list[Piece]:
        pieces = [self._review(f"R{self.number}-0", "")]
        if self.dice.random() < 0.3:
            pieces.append(self._review(f"R{self.number}-1", pieces[0].external_id))
        return pieces

    def _review(self, name: str, parent: str) -> Piece:
        rating = self.dice.choices((1, 2, 3, 4, 5), (15, 10, 10, 15, 50))[0]
        start = self.at + timedelta(days=5 if parent else 2)
        raw = make_review(name, start, rating=rating, text=self.dice.choice(("", "Всё хорошо")))
        raw |= {
            "userName": self.name,
            "lastOrderShkId": self.shk,
            "parentFeedbackId": parent or None,
            "productDetails": raw["productDetails"] | {"nmId": self.nm_id},
        }
        piece = Piece(
            channel=Channel.REVIEW,
            external_id=name,
            buyer=self.buyer,
            shk=self.shk,
            parent=parent,
            rating=rating,
        )
        first = raw | {"productValuation": self.dice.randint(1, 5), "parentFeedbackId": None}
        piece.readings = [self._read(piece, one, n) for n, one in enumerate((first, raw))]
        return piece

    def _question(self) -> Piece:
        name = f"Q{self.number}"
        piece = Piece(channel=Channel.QUESTION, external_id=name, buyer=self.buyer)
        raw = make_question(name, self.at, text=self.dice.choice(TALKS))
        raw["productDetails"] = raw["productDetails"] | {"nmId": self.nm_id}
        piece.readings = [self._read(piece, raw, 0)]
        return piece

    def _read(self, piece: Piece, raw: dict[str, Any], number: int) -> Reading:
        """Every reading of all items happens in one of a few rounds, the last shows the end."""
        seen_at = NOON + timedelta(minutes=number)
        return Reading(channel=piece.channel, raw=raw, observed_at=seen_at)


def _join(pieces: Iterable[Piece], keys: Iterable[list[str]]) -> list[list[Piece]]:
    """Groups of pieces that share a key, directly or through others."""
    roots: dict[str, str] = {}

    def root(key: str) -> str:
        while roots.setdefault(key, key) != key:
            key = roots[key]
        return key

    named = [(piece, own) for piece, own in zip(pieces, keys, strict=True) if own]
    for _, own in named:
        for key in own[1:]:
            roots[root(key)] = root(own[0])
    groups: dict[str, list[Piece]] = defaultdict(list)
    for piece, own in named:
        groups[root(own[0])].append(piece)
    return list(groups.values())
