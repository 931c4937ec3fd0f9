"""What becomes of a draft is told through the API: seen, sent, changed, passed over, renewed."""

from typing import Any

import pytest

from shared.adapters.memory.cards import MemoryCards
from shared.adapters.writers.template_writer import TemplateWriter
from shared.domain.drafts.draft import Draft
from shared.domain.drafts.outcome import find_changes
from shared.domain.events import Event, EventKind
from shared.domain.ids import ReplyId
from shared.domain.interaction import Interaction
from shared.domain.replies.reply import Reply
from shared.ports import Query
from shared.usecases.draft_reply import draft_reply
from tests.builders import make_item
from tests.functions.api import Browser, World, make_world
from tests.functions.test_inbox_api_replies import dispatch, reply_body

OWN = "Благодарим за добрые слова, носите на здоровье и приходите ещё!"
TOLD = (EventKind.DRAFT_SHOWN, EventKind.DRAFT_REGENERATED, EventKind.REPLY_SETTLED)


class Shop:
    """A connected shop whose one review has a draft."""

    def __init__(self) -> None:
        self.world: World = make_world()
        self.browser: Browser = self.world.seller()
        cabinet = self.world.marketplaces.add_cabinet("sid")
        token = self.world.marketplaces.issue_token("sid")
        self.world.vault.seal(self.browser.seller, token)
        name = cabinet.add_review(text="Очень понравилось")
        self.item: Interaction = make_item(external_id=name, text="Очень понравилось")
        self.world.put(self.browser.seller, self.item)
        self.path = f"/interactions/{self.item.id}"
        self.draft = self.ask()

    @property
    def store(self) -> Any:
        return self.world.counting.of_seller(self.browser.seller)

    def ask(self, **wish: Any) -> dict[str, Any]:
        """Ask for a draft as the app does, and let the other function write it."""
        self.browser.post(f"{self.path}/draft", wish)
        draft_reply(
            self.browser.seller,
            self.item.id,
            stores=self.world.counting,
            writers=[TemplateWriter()],
            cards=MemoryCards(),
            clock=self.world.clock,
        )
        answer: dict[str, Any] = self.browser.post(f"{self.path}/draft", {}).get_json()
        return answer

    def see(self) -> None:
        seen = self.browser.post(f"{self.path}/draft/seen", {"draft_id": self.draft["id"]})
        assert seen.status_code < 300

    def send(self, text: str, **facts: Any) -> Reply:
        """Approve and let WB publish."""
        revision = self.browser.get(self.path).get_json()["row"]["revision"]
        body = reply_body(text, revision=revision, confirm=True, **facts)
        answer = self.browser.post(f"{self.path}/reply", body)
        assert answer.status_code == 202, answer.get_json()
        for _ in range(6):
            self.world.pass_time(minutes=2)
            dispatch(self.world, self.browser, answer.get_json()["id"])
        stored = self.store.get(Reply, ReplyId(answer.get_json()["id"]))
        return stored.value

    def events(self) -> list[Event]:
        found = [one.value for one in self.store.find(Query(kind=Event))]
        return sorted((one for one in found if one.kind in TOLD), key=lambda one: (one.at, one.id))

    def noted(self) -> list[str]:
        return sorted(f"{one.kind} {one.facts.get('use', '')}".strip() for one in self.events())


def test_seen_and_sent_is_accepted_by_the_version_that_wrote_it() -> None:
    shop = Shop()
    shop.see()
    shop.see()

    shop.send(shop.draft["text"], draft_id=shop.draft["id"])

    assert shop.noted() == ["draft.shown", "reply.settled accepted"]
    stored = shop.store.get(Draft, shop.item.id, shop.draft["id"]).value
    for event in shop.events():
        assert event.facts["prompt_version"] == stored.prompt_version != ""
        assert event.facts["method"] == "template"


@pytest.mark.parametrize(
    ("size", "change"),
    [
        ("minor", lambda text: f"{text} Ждём!"),
        ("major", lambda text: f"{text[: len(text) // 2]} — {OWN}"),
        ("rewrite", lambda _: OWN),
    ],
)
def test_seen_and_changed_is_edited_with_its_size_and_its_changes(size: str, change: Any) -> None:
    shop = Shop()
    shop.see()
    text = change(shop.draft["text"])

    reply = shop.send(text, draft_id=shop.draft["id"])

    assert shop.noted() == ["draft.shown", "reply.settled edited"]
    (event,) = [one for one in shop.events() if one.kind is EventKind.REPLY_SETTLED]
    assert event.facts["size"] == size
    assert reply.use is not None
    assert reply.use.changes == find_changes(shop.draft["text"], text)


def test_seen_and_passed_over_is_ignored() -> None:
    shop = Shop()
    shop.see()

    shop.send(OWN)

    assert shop.noted() == ["draft.shown", "reply.settled ignored"]


def test_never_seen_counts_for_nothing() -> None:
    shop = Shop()

    shop.send(OWN)

    assert shop.noted() == ["reply.settled manual"]


def test_renewed_is_told_once_and_the_new_one_is_judged_by_itself() -> None:
    shop = Shop()
    shop.see()
    first = shop.draft

    shop.draft = shop.ask(regenerate=True)
    shop.see()
    shop.send(shop.draft["text"], draft_id=shop.draft["id"])

    assert first["id"] != shop.draft["id"]
    assert shop.noted() == [
        "draft.regenerated",
        "draft.shown",
        "draft.shown",
        "reply.settled accepted",
    ]
    told = {one.kind: one.facts["draft"] for one in shop.events()}
    assert told[EventKind.DRAFT_REGENERATED] == first["id"]
    assert told[EventKind.REPLY_SETTLED] == shop.draft["id"]
