"""Circles that may be larger than a profile: the same from everywhere, whatever came before."""

import random
from dataclasses import dataclass, field

import pytest

from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction
from shared.domain.linking.customers import CustomerProfile
from shared.domain.linking.exact import MOST_CONTACTS, buyer_of
from shared.ports import Delete, Patch, Query
from shared.usecases.link_thread import link_thread
from shared.usecases.rebuild_profiles import rebuild_profiles
from shared.usecases.tell_labels import tell_labels
from tests.builders import SELLER
from tests.reply_bench import Bench

pytestmark = pytest.mark.uncounted

FIRST_SHK = 1000


@dataclass
class Shop:
    """One seller's items; `link` names those whose tasks have come."""

    bench: Bench = field(default_factory=Bench)
    reviews: list[InteractionId] = field(default_factory=list)
    chats: list[InteractionId] = field(default_factory=list)

    def tell(self, labels: dict[int, str]) -> None:
        queue = MemoryTaskQueue(self.bench.clock)
        tell_labels(SELLER, labels, stores=self.bench.plain, queue=queue, clock=self.bench.clock)
        self.link([InteractionId(task.payload["interaction"]) for task in queue.waiting])

    def link(self, names: list[InteractionId]) -> None:
        for name in names:
            link_thread(SELLER, name, stores=self.bench.plain, clock=self.bench.clock)

    def rebuild(self) -> int:
        return rebuild_profiles(SELLER, stores=self.bench.plain, clock=self.bench.clock).changed

    def profiles(self) -> dict[str, CustomerProfile]:
        found = self.bench.plain.of_seller(SELLER).find(Query(kind=CustomerProfile))
        return {stored.value.id: stored.value for stored in found}

    def picture(self) -> object:
        """All that linking has made."""
        found = self.bench.plain.of_seller(SELLER).find(Query(kind=Interaction))
        tied = {one.value.id: (one.value.links, one.value.buyer) for one in found}
        return tied, self.profiles()

    def forget_links(self) -> None:
        names = [*self.reviews, *self.chats]
        bare = [Patch(Interaction, (name,), {"links": (), "buyer": ""}) for name in names]
        gone = [Delete(CustomerProfile, (name,)) for name in self.profiles()]
        self.bench.plain.of_seller(SELLER).commit([*bare, *gone])


def random_shop(dice: random.Random) -> Shop:
    """Chats and reviews that few orders and WB's own naming of reviews tie into large circles."""
    shop, count = Shop(), dice.randint(30, 120)
    orders = [f"o-{number}" for number in range(dice.choice((1, 2, 4, 12)))]
    for number in range(count):
        if dice.random() < 0.4:
            shop.chats.append(shop.bench.add_item(Channel.CHAT, rid=dice.choice(orders)))
            continue
        facts: dict[str, object] = {"lastOrderShkId": FIRST_SHK + number}
        if dice.random() < 0.5:
            facts["parentFeedbackId"] = f"R{dice.randrange(max(1, number)):03}"
        name = f"R{number:03}"
        shop.reviews.append(shop.bench.add_item(Channel.REVIEW, external_id=name, **facts))
    shks = dice.sample(range(FIRST_SHK, FIRST_SHK + count), k=int(count * dice.random()))
    if shks:
        shop.tell({shk: dice.choice(orders) for shk in shks})
        shop.tell({shk: dice.choice(orders) for shk in dice.sample(shks, k=len(shks) // 3)})
    some = [*shop.reviews, *shop.chats]
    shop.link(dice.sample(some, k=dice.randint(0, len(some))))
    return shop


@pytest.mark.parametrize("seed", [1, 6, 7])
def test_a_second_rebuild_changes_nothing_wherever_the_first_began(seed: int) -> None:
    shop = random_shop(random.Random(seed))

    shop.rebuild()
    picture = shop.picture()
    again = shop.rebuild()

    assert (again, shop.picture() == picture) == (0, True)
    shop.forget_links()
    shop.rebuild()
    assert shop.picture() == picture


def test_every_review_of_a_large_order_has_its_buyer_and_gets_another_by_a_correction() -> None:
    shop, count = Shop(), 60
    for n in range(count):
        name, shk = f"R{n:03}", FIRST_SHK + n
        review = shop.bench.add_item(Channel.REVIEW, external_id=name, lastOrderShkId=shk)
        shop.reviews.append(review)
        shop.chats.append(shop.bench.add_item(Channel.CHAT, rid=f"o-{n}"))

    shop.link(shop.chats)
    shop.tell({FIRST_SHK + n: "o-0" for n in range(count)})

    buyer = buyer_of(shop.bench.item(shop.chats[0]))
    assert {buyer_of(shop.bench.item(name)) for name in shop.reviews} == {buyer}
    assert len(shop.profiles()[buyer].covers) == MOST_CONTACTS
    assert shop.profiles()[buyer].is_partial
    assert shop.rebuild() == 0

    shop.tell({FIRST_SHK + n: f"o-{n}" for n in range(count)})

    for review, chat in zip(shop.reviews, shop.chats, strict=True):
        assert buyer_of(shop.bench.item(review)) == buyer_of(shop.bench.item(chat))
    assert [one for one in shop.profiles().values() if one.is_partial] == []
    assert (len(shop.profiles()), shop.rebuild()) == (count, 0)


def test_a_chain_of_reviews_that_is_too_long_belongs_to_nobody() -> None:
    shop, before = Shop(), ""
    for number in range(60):
        name = f"R{number:03}"
        facts = {"parentFeedbackId": before} if before else {}
        shop.reviews.append(shop.bench.add_item(Channel.REVIEW, external_id=name, **facts))
        shop.link(shop.reviews[-1:])
        before = name

    assert shop.rebuild() == 0
    assert shop.profiles() == {}
    assert [name for name in shop.reviews if shop.bench.item(name).links] == []


def test_of_two_buyers_who_turn_out_to_be_one_large_one_each_order_keeps_its_own() -> None:
    shop = Shop()
    for order in ("o-1", "o-2"):
        shop.chats += [shop.bench.add_item(Channel.CHAT, rid=order) for _ in range(25)]
    for name, parent, shk in (("R1", "", 71), ("R2", "R1", 72)):
        facts = {"parentFeedbackId": parent, "lastOrderShkId": shk}
        shop.reviews.append(shop.bench.add_item(Channel.REVIEW, external_id=name, **facts))
    shop.link(shop.chats + shop.reviews)

    shop.tell({71: "o-1"})
    shop.tell({72: "o-2"})
    shown = [(one.contacts, one.is_partial) for one in shop.profiles().values()]
    bridged = shop.rebuild()
    shop.tell({72: "o-3"})
    apart = sorted(one.is_partial for one in shop.profiles().values())

    assert (shown, bridged) == ([({"chat": 25, "review": 1}, True)] * 2, 0)
    assert (apart, shop.rebuild()) == ([False, False], 0)


def test_a_profile_that_was_deleted_under_an_old_name_is_made_again_for_whom_it_covers() -> None:
    shop = Shop()
    shop.chats = [shop.bench.add_item(Channel.CHAT, rid="o-1") for _ in range(3)]
    shop.reviews = [shop.bench.add_item(Channel.REVIEW, external_id="R1")]
    shop.link(shop.chats)
    ((buyer, profile),) = shop.profiles().items()
    stale = Patch(Interaction, (shop.reviews[0],), {"buyer": buyer})
    shop.bench.plain.of_seller(SELLER).commit([stale])

    shop.link(shop.reviews)

    assert shop.profiles() == {buyer: profile}
