"""Every change of a stored shape, in order; what stands here is never renamed or moved.

A step sees one document as it lies in the store and gives it back as it should be. It is pure, a
second time it changes nothing, and both shapes can be read by the release that brings it: old
instances go on writing the old one until their traffic has gone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from shared.adapters.store.codec import PlainDoc
from shared.domain.interaction import Interaction
from shared.domain.products.card import Card
from shared.domain.sync.state import SyncState


@dataclass(frozen=True, slots=True)
class Step:
    """One change to every document of a kind."""

    name: str
    kind: type
    change: Callable[[PlainDoc], PlainDoc]


def drop_fields(document: PlainDoc, *, paths: tuple[str, ...]) -> PlainDoc:
    """Leave out what nothing reads any more."""
    for path in paths:
        document = _without(document, path.split("."))
    return document


def _without(document: PlainDoc, segments: list[str]) -> PlainDoc:
    name, *rest = segments
    if name not in document:
        return document
    if not rest:
        return {key: value for key, value in document.items() if key != name}
    inner = document[name]
    if not isinstance(inner, dict):
        return document
    return {**document, name: _without(inner, rest)}


def _dropping(*paths: str) -> Callable[[PlainDoc], PlainDoc]:
    return partial(drop_fields, paths=paths)


STEPS: tuple[Step, ...] = (
    Step("0001-chats-without-unread", Interaction, _dropping("source.chat.unread")),
    Step("0002-sync-without-rings", SyncState, _dropping("owner", "leased_until", "ring")),
    Step("0003-cards-without-facts", Card, _dropping("facts")),
)
