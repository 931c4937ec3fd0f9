"""Impatient fingers, two tabs, storms of retries, a robot: one message reaches WB each time."""

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from shared.adapters.memory.wb_cabinet import MemoryCabinet
from shared.domain.automatic.policy import AutoPolicy
from shared.domain.errors import RetryLater, Stale
from shared.domain.ids import ReplyId, SellerId, hash_text, interaction_id
from shared.domain.interaction import Channel, Interaction
from shared.domain.replies.approval import Approval
from shared.domain.replies.refusals import ReplyRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author
from shared.domain.settings import SellerSettings
from shared.domain.understanding import Intent, IntentLabel
from shared.ports import Put, Query
from shared.usecases.approve_reply import approve_reply
from shared.usecases.dispatch_reply import dispatch_reply
from tests.builders import settle_item
from tests.functions.api import PASSWORD, Browser, World, make_world
from tests.judges import sure_judge

TEXT = "Спасибо за обращение, всё проверим!"
OTHER = "Здравствуйте! Благодарим за слова, всё проверим."
HANDS = 6


class Shop:
    """One seller with one open item, seen by several browsers."""

    def __init__(self, channel: Channel) -> None:
        self.world: World = make_world()
        self.browsers: list[Browser] = [self.world.seller()]
        self.seller: SellerId = self.browsers[0].seller
        self.cabinet: MemoryCabinet = self.world.marketplaces.add_cabinet("sid")
        self.world.vault.seal(self.seller, self.world.marketplaces.issue_token("sid"))
        self.item = self._add_item(channel)
        for _ in range(HANDS - 1):
            browser = self.world.visitor()
            browser.post("/auth/login", {"email": "seller@example.com", "password": PASSWORD})
            self.browsers.append(browser)

    def _add_item(self, channel: Channel) -> Interaction:
        if channel is Channel.CHAT:
            name = self.cabinet.open_chat(text="Где заказ?")
            raw: Any = {"chat": self.cabinet.chats[name], "events": self.cabinet.events}
        else:
            add = (
                self.cabinet.add_review if channel is Channel.REVIEW else self.cabinet.add_question
            )
            name = add(text="Какой состав?")
            raw = self.cabinet.items[channel, name].raw
        now = self.world.clock.now()
        item = settle_item(channel, self.world.marketplaces.parse_item(channel, raw, now).source)
        self.world.put(self.seller, item)
        assert item.id == interaction_id(channel, name)
        return item

    def ask(self, browser: Browser, text: str, request: int) -> int:
        body = {
            "text": text,
            "text_hash": hash_text(text),
            "revision": 1,
            "client_request_id": str(uuid.UUID(int=request)),
        }
        return browser.post(f"/interactions/{self.item.id}/reply", body).status_code

    def let_the_robot_answer(self) -> None:
        """Without a policy that allows it, what the robot has approved never leaves."""
        thanks = IntentLabel(label=Intent.THANKS, confidence=1.0)
        praise = replace(self.item, ai=replace(self.item.ai, intent=thanks))
        allowed = SellerSettings(auto=AutoPolicy(enabled=True))
        self.world.counting.of_seller(self.seller).commit([Put(praise), Put(allowed)])

    def ask_as_robot(self) -> int:
        approval = Approval(
            interaction=self.item.id,
            text=OTHER,
            text_hash=hash_text(OTHER),
            revision=1,
            client_request_id="auto-1",
            author=Author.SYSTEM,
        )
        outside = self.world.outside
        try:
            approve_reply(
                self.seller,
                approval,
                stores=outside.stores,
                queue=outside.queue,
                clock=outside.clock,
                judge=sure_judge(),
            )
        except ReplyRefused:
            return 409
        return 202

    def replies(self) -> list[Reply]:
        found = self.world.counting.of_seller(self.seller).find(Query(kind=Reply))
        return [stored.value for stored in found]

    def deliver(self, reply: ReplyId) -> None:
        outside = self.world.outside
        try:
            dispatch_reply(
                self.seller,
                reply,
                stores=outside.stores,
                marketplaces=outside.marketplaces,
                vault=outside.vault,
                queue=outside.queue,
                clock=outside.clock,
                ids=outside.ids,
                files=outside.files,
            )
        except (RetryLater, Stale):
            # The queue would deliver it again.
            return

    def deliver_all(self) -> None:
        """Every task comes several times at once, again and again."""
        for _ in range(3):
            self.world.pass_time(minutes=6)
            names = [reply.id for reply in self.replies()] * HANDS
            at_once([partial(self.deliver, name) for name in names])


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Let go of all at the same moment."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait(timeout=10)
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def texts(shop: Shop) -> list[str]:
    return [landing.text for landing in shop.cabinet.landings]


@pytest.mark.parametrize("channel", Channel)
def test_a_double_click_is_one_message(channel: Channel) -> None:
    shop = Shop(channel)

    said = at_once([partial(shop.ask, one, TEXT, 1) for one in shop.browsers[:2]])
    shop.deliver_all()

    assert said == [202, 202]
    assert len(shop.replies()) == 1
    assert texts(shop) == [TEXT]


@pytest.mark.parametrize("channel", Channel)
def test_two_tabs_are_one_message_and_one_refusal(channel: Channel) -> None:
    shop = Shop(channel)
    one, two = shop.browsers[:2]

    said = at_once([partial(shop.ask, one, TEXT, 1), partial(shop.ask, two, OTHER, 2)])
    shop.deliver_all()

    assert sorted(said) == [202, 409]
    assert texts(shop) == [TEXT if said[0] == 202 else OTHER]


@pytest.mark.parametrize("channel", Channel)
def test_a_storm_of_retries_is_one_message(channel: Channel) -> None:
    shop = Shop(channel)
    asks = [partial(shop.ask, one, TEXT, 1) for one in shop.browsers for _ in range(3)]

    said = at_once(asks)
    shop.deliver_all()
    late = [shop.ask(shop.browsers[0], TEXT, 1) for _ in range(3)]
    shop.deliver_all()

    assert set(said) | set(late) == {202}
    assert texts(shop) == [TEXT]


def test_a_person_and_the_robot_are_one_message() -> None:
    shop = Shop(Channel.REVIEW)
    shop.let_the_robot_answer()

    said = at_once([partial(shop.ask, shop.browsers[0], TEXT, 1), shop.ask_as_robot])
    shop.deliver_all()

    assert sorted(said) == [202, 409]
    assert texts(shop) == [TEXT if said[0] == 202 else OTHER]
