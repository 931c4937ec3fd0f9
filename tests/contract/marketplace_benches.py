"""The same marketplace twice: in memory, and the real connector in front of the simulator."""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from infra.wb_simulator.app import create_app
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.accounts.tokens import Scope
from shared.domain.attachments import FileState, OutgoingFile
from shared.domain.interaction import Channel
from shared.ports import Marketplaces
from tests.wb_openapi import BASE
from tests.wb_recorder import Recorder
from tests.wb_simulator.harness import DroppingTransport, Marketplace

EVERY_SCOPE = tuple(Scope)
FILE_STATES = {"ready": "ok", "checking": "pending", "refused": "failed"}


class Bench(Protocol):
    """A marketplace with the world behind it."""

    marketplaces: Marketplaces

    def now(self) -> datetime:
        """The marketplace's own time."""

    def advance(self, seconds: float) -> None:
        """Let time pass."""

    def issue(
        self,
        scopes: Sequence[Scope] = EVERY_SCOPE,
        *,
        read_only: bool = False,
        seconds: float = 86_400,
    ) -> str:
        """Make a token of the one seller."""

    def revoke(self, token: str) -> None:
        """Withdraw it."""

    def add_review(self, **fields: Any) -> str:
        """A buyer writes."""

    def add_question(self, **fields: Any) -> str:
        """A buyer asks."""

    def open_chat(self, text: str) -> str:
        """A buyer opens a chat."""

    def say(self, chat_id: str, text: str) -> None:
        """The buyer goes on."""

    def send_file(self, chat_id: str, file: OutgoingFile) -> None:
        """The buyer sends a file."""

    def judge_file(self, download_id: str, state: FileState) -> None:
        """WB looks at a file."""

    def add_claim(self, order_key: str, **fields: Any) -> str:
        """A buyer wants to return something."""

    def expire_signs(self, chat_id: str) -> None:
        """Make the reply signs given so far worthless."""

    def answer_in_portal(self, channel: Channel, external_id: str, text: str) -> None:
        """Staff answers past the API."""

    def reject(self, channel: Channel, external_id: str) -> None:
        """Moderation refuses the answer."""

    def hide_answers(self, seconds: float) -> None:
        """New answers become visible after a while."""

    def lose_answer(self) -> None:
        """The next write is done, and its answer lost."""


class MemoryBench:
    """Wildberries in memory."""

    def __init__(self) -> None:
        self._clock = FixedClock(datetime(2026, 11, 18, 11, 6, 40, tzinfo=UTC))
        self.marketplaces = MemoryMarketplaces(self._clock)
        self._cabinet = self.marketplaces.add_cabinet("sid-1")

    def now(self) -> datetime:
        return self._clock.now()

    def advance(self, seconds: float) -> None:
        self._clock.advance(timedelta(seconds=seconds))

    def issue(
        self,
        scopes: Sequence[Scope] = EVERY_SCOPE,
        *,
        read_only: bool = False,
        seconds: float = 86_400,
    ) -> str:
        return self.marketplaces.issue_token(
            scopes=scopes, read_only=read_only, lifetime=timedelta(seconds=seconds)
        )

    def revoke(self, token: str) -> None:
        self.marketplaces.revoke(token)

    def add_review(self, **fields: Any) -> str:
        return self._cabinet.add_review(**fields)

    def add_question(self, **fields: Any) -> str:
        return self._cabinet.add_question(**fields)

    def open_chat(self, text: str) -> str:
        return self._cabinet.open_chat(text=text)

    def say(self, chat_id: str, text: str) -> None:
        self._cabinet.say(chat_id, text)

    def send_file(self, chat_id: str, file: OutgoingFile) -> None:
        self._cabinet.say(chat_id, "", files=[file])

    def judge_file(self, download_id: str, state: FileState) -> None:
        self._cabinet.judge_file(download_id, state)

    def add_claim(self, order_key: str, **fields: Any) -> str:
        return self._cabinet.add_claim(order_key, **fields)

    def expire_signs(self, chat_id: str) -> None:
        self._cabinet.expire_signs(chat_id)

    def answer_in_portal(self, channel: Channel, external_id: str, text: str) -> None:
        self._cabinet.answer_in_portal(channel, external_id, text)

    def reject(self, channel: Channel, external_id: str) -> None:
        self._cabinet.reject_answer(channel, external_id)

    def hide_answers(self, seconds: float) -> None:
        self._cabinet.visible_after = timedelta(seconds=seconds)

    def lose_answer(self) -> None:
        self._cabinet.lose_answer()


class SimulatedBench:
    """The real connector; every request it makes is checked against WB's OpenAPI."""

    def __init__(self) -> None:
        self._market = Marketplace()
        self._market.control("POST", "settings", json={"limits": False})
        app = create_app(self._market.world)
        self.recorder = Recorder(lambda: DroppingTransport(app))
        hosts = WBHosts.at(BASE.replace("http://", "https://"))
        self.marketplaces = WildberriesMarketplaces(hosts, self.recorder)

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._market.world.clock.now(), UTC)

    def advance(self, seconds: float) -> None:
        self._market.advance(seconds)

    def issue(
        self,
        scopes: Sequence[Scope] = EVERY_SCOPE,
        *,
        read_only: bool = False,
        seconds: float = 86_400,
    ) -> str:
        names = ",".join(scope.value for scope in scopes)
        return self._market.mint(scopes=names, read_only=int(read_only), expires_in=seconds)

    def revoke(self, token: str) -> None:
        self._market.control("POST", "token/revoke", json={"token": token})

    def add_review(self, **fields: Any) -> str:
        fields = {"productValuation": fields.pop("rating", 5)} | fields
        return self._market.add_review(**_dated(fields))

    def add_question(self, **fields: Any) -> str:
        return self._market.add_question(**_dated(fields))

    def open_chat(self, text: str) -> str:
        return self._market.open_chat(text=text)

    def say(self, chat_id: str, text: str) -> None:
        self._market.control("POST", f"chats/{chat_id}/messages", json={"text": text})

    def send_file(self, chat_id: str, file: OutgoingFile) -> None:
        data = base64.b64encode(file.content).decode()
        described = {"name": file.name, "content_type": file.content_type, "data": data}
        sent = {"text": "", "files": [described]}
        self._market.control("POST", f"chats/{chat_id}/messages", json=sent)

    def judge_file(self, download_id: str, state: FileState) -> None:
        found = {"state": FILE_STATES[state.value]}
        self._market.control("PATCH", f"files/{download_id}", json=found)

    def add_claim(self, order_key: str, **fields: Any) -> str:
        made = self._market.control("POST", "claims", json=fields | {"srid": order_key})
        return str(made["id"])

    def expire_signs(self, chat_id: str) -> None:
        self._market.control("POST", f"chats/{chat_id}/renew-sign")

    def answer_in_portal(self, channel: Channel, external_id: str, text: str) -> None:
        path = f"{channel.value}s/{external_id}/answer"
        self._market.control("POST", path, json={"text": text})

    def reject(self, channel: Channel, external_id: str) -> None:
        self._market.control("POST", "moderation", json={"id": external_id, "verdict": "reject"})

    def hide_answers(self, seconds: float) -> None:
        names = ("answer_visible_seconds", "question_visible_seconds")
        self._market.control("POST", "settings", json=dict.fromkeys(names, seconds))

    def lose_answer(self) -> None:
        self._market.fault("drop", "P* *", count=1)


def _dated(fields: dict[str, Any]) -> dict[str, Any]:
    at = fields.pop("at", None)
    return fields | ({"createdDate": at.strftime("%Y-%m-%dT%H:%M:%SZ")} if at else {})
