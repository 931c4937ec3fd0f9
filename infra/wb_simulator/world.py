"""The whole simulated marketplace: sellers, their items, tokens, faults and the call log."""

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from infra.wb_simulator.calls import CallLog
from infra.wb_simulator.cards import Cards
from infra.wb_simulator.chats import Chats
from infra.wb_simulator.claims import Claims
from infra.wb_simulator.clock import Clock
from infra.wb_simulator.context import Context
from infra.wb_simulator.faults import Faults
from infra.wb_simulator.limits import Limiter
from infra.wb_simulator.pins import Pins
from infra.wb_simulator.questions import Questions
from infra.wb_simulator.reviews import Reviews
from infra.wb_simulator.settings import Settings
from infra.wb_simulator.store import MemoryStore, Store

FIRST_SELLER = "5f1c2a70-9a3e-4b7d-8c11-2e6f0d4b9a01"
META = "-"


def seller_id(number: int) -> str:
    """The first seller's id never changes, the others follow from their number."""
    return FIRST_SELLER if number == 0 else str(uuid.uuid5(uuid.UUID(FIRST_SELLER), str(number)))


@dataclass(slots=True)
class Seller:
    """One account of the marketplace and everything in it."""

    sid: str
    name: str
    reviews: Reviews
    questions: Questions
    chats: Chats
    claims: Claims
    pins: Pins

    def tin(self) -> str:
        """Ten digits that belong to nobody."""
        return f"{uuid.UUID(self.sid).int % 10**10:010d}"


class World:
    """Every request works on it under one lock."""

    def __init__(self, clock: Clock | None = None, store: Store | None = None) -> None:
        self.context = Context(clock or Clock(), store or MemoryStore())
        self.lock = threading.RLock()
        self.sellers: dict[str, Seller] = {}
        self.cards = Cards(self.context)
        self.calls = CallLog()
        self.faults = Faults()
        self.limiter = Limiter()
        self.revoked: set[str] = set()
        self.wake = threading.Event()

    @property
    def clock(self) -> Clock:
        """The one clock of the world."""
        return self.context.clock

    @property
    def settings(self) -> Settings:
        """Read by every part at the moment of use."""
        return self.context.settings

    def first_seller(self) -> Seller:
        """Who is meant where a control call names nobody."""
        return next(iter(self.sellers.values()))

    def add_seller(self, sid: str, name: str) -> Seller:
        """An account without items."""
        seller = self._make_seller(sid, name)
        self.context.store.save("seller", META, sid, {"sid": sid, "name": name})
        return seller

    def apply_settings(self, changes: dict[str, Any]) -> None:
        """All of them or none, then remembered."""
        merged = self.settings.model_dump() | changes
        self.context.settings = Settings.model_validate(merged)
        self.context.store.save("settings", META, META, self.settings.model_dump())

    def save_clock(self) -> None:
        """The offset survives a restart; the time between passes at real speed."""
        self.context.store.save("clock", META, META, {"offset": self.clock.offset})

    def revoke(self, token_id: str) -> None:
        """The token stops working although it has not expired."""
        self.revoked.add(token_id)
        self.context.store.save("revoked", META, token_id, {})

    def wake_waiting(self) -> None:
        """Hung and slow calls go on at once; later ones wait on a new event."""
        self.wake.set()
        self.wake = threading.Event()

    def settle(self) -> None:
        """Do everything that has become due by itself."""
        now = self.clock.now()
        for channel, sid, key in self.context.agenda.pop_due(now):
            seller = self.sellers.get(sid)
            if seller is None:
                continue
            shelf = seller.reviews if channel == "reviews" else seller.questions
            shelf.settle(key, now)

    def empty(self) -> None:
        """Forget every item, seller, fault and call; time goes on."""
        self.context.store.clear()
        self.sellers.clear()
        self.cards.clear()
        self.calls.clear()
        self.faults = Faults()
        self.limiter.forget()
        self.revoked.clear()
        self.context.settings = Settings()

    def restore(self) -> bool:
        """Take back everything the store kept; false if it kept no seller."""
        for kind, sid, key, data in self.context.store.rows():
            if sid == META:
                self._restore_own(kind, key, data)
            else:
                self._restorers(self.sellers[sid])[kind](data)
        return bool(self.sellers)

    def _restore_own(self, kind: str, key: str, data: dict[str, Any]) -> None:
        match kind:
            case "seller":
                self._make_seller(data["sid"], data["name"])
            case "settings":
                self.context.settings = Settings.model_validate(data)
            case "clock":
                self.clock.offset = data["offset"]
            case "card":
                self.cards.restore(data)
            case "revoked":
                self.revoked.add(key)
            case _:
                raise ValueError(f"the state file holds an unknown kind: {kind}")

    def _restorers(self, seller: Seller) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {
            "review": seller.reviews.restore,
            "question": seller.questions.restore,
            "chat": seller.chats.restore_chat,
            "event": seller.chats.restore_event,
            "file": seller.chats.restore_file,
            "claim": seller.claims.restore,
            "pin": seller.pins.restore,
        }

    def _make_seller(self, sid: str, name: str) -> Seller:
        shared = self.context
        seller = Seller(
            sid=sid,
            name=name,
            reviews=Reviews(sid, shared),
            questions=Questions(sid, shared),
            chats=Chats(sid, shared),
            claims=Claims(sid, shared),
            pins=Pins(sid, shared),
        )
        self.sellers[sid] = seller
        return seller
