"""Questions, about half of them answered."""

import random
from typing import Any

from infra.wb_simulator.clock import DAY, to_precise_iso
from infra.wb_simulator.defaults import complete_question
from infra.wb_simulator.generator.catalog import Product
from infra.wb_simulator.generator.people import make_id, pick_moment
from infra.wb_simulator.generator.texts import read_common
from infra.wb_simulator.world import Seller

SHARE_ANSWERED = 0.55
SHARE_ABOUT_SHOP = 0.25


def grow_questions(
    seller: Seller,
    products: list[Product],
    chance: random.Random,
    *,
    count: int,
    now: float,
    days: float,
) -> None:
    """The newest ones are usually still open."""
    for _ in range(count):
        product = chance.choice(products)
        moment = pick_moment(chance, now, days)
        seller.questions.add(make_question(product, chance, moment, now))


def make_question(
    product: Product, chance: random.Random, moment: float, now: float
) -> dict[str, Any]:
    """About the product, or about the shop."""
    about_shop = chance.random() < SHARE_ABOUT_SHOP
    pool = read_common()["shop_questions"] if about_shop else product.facts["questions"]
    text, answer = chance.choice(pool)
    fields: dict[str, Any] = {
        "id": make_id(chance),
        "text": text,
        "createdDate": to_precise_iso(moment),
        "productDetails": product.details(),
        "wasViewed": chance.random() < 0.4,  # noqa: PLR2004 - staff looks at two in five
        "isWarned": chance.random() < 0.02,  # noqa: PLR2004 - rare
    }
    answered_at = moment + chance.uniform(0.1, 2) * DAY
    if chance.random() < SHARE_ANSWERED and answered_at < now:
        fields["answer"] = {
            "text": answer,
            "editable": True,
            "createDate": to_precise_iso(answered_at),
        }
        fields["wasViewed"] = True
    return complete_question(fields, moment)
