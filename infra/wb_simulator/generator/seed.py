"""A world out of real review payloads."""

import json
from pathlib import Path
from typing import Any

from infra.wb_simulator.cards import make_record
from infra.wb_simulator.clock import parse_iso
from infra.wb_simulator.world import FIRST_SELLER, Seller, World

Body = dict[str, Any]
HOUR = 3600.0
LATER_FIELDS = {"orderStatus": "notSpecified"}


def read_seed(path: Path) -> list[Body]:
    """A JSON list of reviews, exactly as the API returned them."""
    reviews = json.loads(path.read_text("utf-8"))
    if not isinstance(reviews, list):
        raise TypeError(f"{path} must hold a list of reviews")
    return reviews


def seed_world(world: World, reviews: list[Body], *, withhold: int) -> Seller:
    """The clock starts an hour after the newest review."""
    newest = max(parse_iso(review["createdDate"]) for review in reviews)
    world.clock.start_at(newest + HOUR)
    world.save_clock()
    name = reviews[0]["productDetails"].get("supplierName") or "Продавец"
    seller = world.add_seller(FIRST_SELLER, name)
    for review in withhold_newest(reviews, withhold):
        seller.reviews.add(LATER_FIELDS | review)
    for product in distinct_products(reviews):
        world.cards.put(make_record(product, seller.sid))
    return seller


def withhold_newest(reviews: list[Body], count: int) -> list[Body]:
    """Take the answers of the newest answered reviews away, so that these need one."""
    answered = [review for review in reviews if review["answer"] is not None]
    answered.sort(key=lambda review: (parse_iso(review["createdDate"]), review["id"]))
    chosen = {review["id"] for review in answered[len(answered) - count :]} if count else set()
    return [
        review | {"answer": None, "state": "none"} if review["id"] in chosen else dict(review)
        for review in reviews
    ]


def distinct_products(reviews: list[Body]) -> list[Body]:
    """One card per article, with no more than a review tells."""
    products: dict[int, Body] = {}
    for review in reviews:
        details = review["productDetails"]
        options = {"Предмет": review["subjectName"]}
        if review["color"]:
            options["Цвет"] = review["color"]
        products[details["nmId"]] = {
            "nm": details["nmId"],
            "imt": details["imtId"],
            "name": details["productName"],
            "brand": details.get("brandName") or "",
            "article": details.get("supplierArticle") or "",
            "subject": review["subjectName"],
            "subject_id": review["subjectId"],
            "color": review["color"],
            "options": options,
        }
    return list(products.values())
