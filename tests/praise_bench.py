"""A shop whose praise is answered by itself."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.store.embedded import EmbeddedStores
from shared.domain.accounts.account import Connection, Seller
from shared.domain.automatic.codes import PromoCode
from shared.domain.automatic.journal import AutoEntry, entry_id
from shared.domain.automatic.policy import AutoPolicy
from shared.domain.drafts.draft import Draft, Method
from shared.domain.drafts.drafting import basis_of
from shared.domain.interaction import Interaction
from shared.domain.replies.reply import Reply
from shared.domain.settings import SellerSettings
from shared.domain.understanding import (
    DraftMark,
    Intent,
    IntentLabel,
)
from shared.ports import Create, Put, Query, Store
from shared.usecases.automate_reply import automate_reply
from tests.builders import NOON, SELLER, make_item
from tests.judges import sure_judge

TEXT = "Здравствуйте! Спасибо за тёплые слова, носите с удовольствием!"
LIVE = AutoPolicy(enabled=True, sample=0)
TODAY = date(2026, 11, 22)


class Shop:
    """A seller with one policy, reviews and drafts of them."""

    def __init__(self, policy: AutoPolicy = LIVE, **settings: Any) -> None:
        self.clock = FixedClock(NOON)
        self.stores = EmbeddedStores()
        self.judge = sure_judge()
        wb = MemoryMarketplaces(self.clock)
        connection = Connection(
            facts=wb.read_token(wb.issue_token()),
            cabinet="c",
            trade_mark="",
            connected_at=NOON - timedelta(days=10),
        )
        seller = Seller(id=SELLER, name="", email="", created_at=NOON, connection=connection)
        self.stores.shared().commit([Create(seller)])
        self.choose(policy, **settings)

    @property
    def store(self) -> Store:
        return self.stores.of_seller(SELLER)

    def choose(self, policy: AutoPolicy, **settings: Any) -> None:
        self.store.commit([Put(SellerSettings(auto=policy, **settings))])

    def receive(self, name: str = "R1", says: str = TEXT, **facts: Any) -> Interaction:
        item = praise(name, **facts)
        mark = DraftMark(id="1", basis=basis_of(item), method="template", made_at=NOON)
        item = replace(item, ai=replace(item.ai, draft=mark))
        self.store.commit([Create(item), Create(draft_of(item, says))])
        return item

    def automate(self, item: Interaction) -> str:
        report = automate_reply(
            SELLER, item.id, stores=self.stores, clock=self.clock, judge=self.judge
        )
        return report.outcome

    def entry(self, item: Interaction) -> AutoEntry:
        stored = self.store.get(AutoEntry, entry_id(item.id))
        assert stored is not None
        return stored.value

    def replies(self) -> list[Reply]:
        return [one.value for one in self.store.find(Query(kind=Reply))]


def praise(name: str = "R1", ai: dict[str, Any] | None = None, **facts: Any) -> Interaction:
    known: dict[str, Any] = {"text": "Очень понравилось, спасибо!"}
    known |= {"created_at": NOON - timedelta(hours=1)}
    item = make_item(external_id=name, **known | facts)
    sure = IntentLabel(label=Intent.THANKS, confidence=0.95)
    return replace(item, ai=replace(item.ai, **{"intent": sure} | (ai or {})))


def draft_of(item: Interaction, text: str) -> Draft:
    return Draft(
        id="1",
        interaction=item.id,
        text=text,
        method=Method.TEMPLATE,
        model="",
        prompt_version="t",
        checked=True,
        basis=basis_of(item),
        made_at=NOON,
    )


def code(**facts: Any) -> PromoCode:
    known: dict[str, Any] = {"code": "ЛЕТО10", "percent": 10}
    known |= {"starts_on": TODAY - timedelta(days=3), "ends_on": TODAY + timedelta(days=3)}
    return PromoCode(**known | facts)
