"""How much to generate, and for whom."""

import random

from pydantic import BaseModel, ConfigDict, Field

from infra.wb_simulator.generator.catalog import keep_cards, make_products
from infra.wb_simulator.generator.chats import grow_chats, grow_claims
from infra.wb_simulator.generator.questions import grow_questions
from infra.wb_simulator.generator.reviews import grow_reviews
from infra.wb_simulator.generator.texts import read_common
from infra.wb_simulator.world import Seller, World, seller_id

DEFAULT_ITEMS = 305
REVIEW_SHARE, QUESTION_SHARE = 240 / DEFAULT_ITEMS, 40 / DEFAULT_ITEMS


class Plan(BaseModel):
    """Exact counts by channel win over their shares of ``items``."""

    model_config = ConfigDict(extra="forbid")

    sellers: int = Field(default=1, ge=1)
    items: int = Field(default=DEFAULT_ITEMS, ge=0)
    reviews: int | None = None
    questions: int | None = None
    chats: int | None = None
    claims: int | None = None
    seed: int = 1
    days: float = 45

    def count_reviews(self) -> int:
        """240 of 305."""
        return round(self.items * REVIEW_SHARE) if self.reviews is None else self.reviews

    def count_questions(self) -> int:
        """40 of 305."""
        return round(self.items * QUESTION_SHARE) if self.questions is None else self.questions

    def count_chats(self) -> int:
        """What is left."""
        rest = self.items - round(self.items * REVIEW_SHARE) - round(self.items * QUESTION_SHARE)
        return max(0, rest) if self.chats is None else self.chats

    def count_claims(self) -> int:
        """One for three chats."""
        return self.count_chats() // 3 if self.claims is None else self.claims


def fill_world(world: World, plan: Plan) -> None:
    """The same plan at the same moment makes the same world."""
    names = read_common()["seller_names"]
    for number in range(plan.sellers):
        name = names[number % len(names)]
        grow_seller(world, world.add_seller(seller_id(number), name), plan)


def grow_seller(world: World, seller: Seller, plan: Plan) -> None:
    """May be repeated: what exists already makes the next round different."""
    grown = len(seller.reviews) + len(seller.questions) + len(seller.chats)
    chance = random.Random(f"{plan.seed}:{seller.sid}:{grown}")  # noqa: S311 - repeatable
    now = world.clock.now()
    products = make_products(chance, seller.name)
    with world.context.seeded(chance):
        keep_cards(world, seller.sid, products)
        grow_reviews(seller, products, chance, count=plan.count_reviews(), now=now, days=plan.days)
        grow_questions(
            seller, products, chance, count=plan.count_questions(), now=now, days=plan.days
        )
        grow_chats(seller, products, chance, count=plan.count_chats(), now=now, days=plan.days)
        grow_claims(seller, products, chance, count=plan.count_claims(), now=now)
