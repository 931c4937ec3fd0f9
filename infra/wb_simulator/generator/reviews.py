"""Reviews with the mix of a real cabinet: seven in ten carry stars only."""

import random
from typing import Any

from infra.wb_simulator.clock import DAY, to_iso
from infra.wb_simulator.defaults import complete_review
from infra.wb_simulator.generator.catalog import Product
from infra.wb_simulator.generator.people import make_id, mood_of, pick_moment, pick_name
from infra.wb_simulator.generator.texts import read_common
from infra.wb_simulator.world import Seller

Body = dict[str, Any]
SHARE_RATING_ONLY = 0.70
SHARE_TAGS_ONLY = 0.06
SHARE_ANSWERED = 0.40
SUPPLEMENTED_EVERY = 8
STARS = (5, 4, 3, 2, 1)
SILENT_WEIGHTS = (84, 7, 3, 2, 4)
TALKING_WEIGHTS = (55, 14, 10, 8, 13)
PICTURE = "https://feedback{host:02d}.wbbasket.ru/vol{vol}/part{part}/{number}/photos/{size}.webp"
VIDEO = "https://videofeedback01.wbbasket.ru/vol0/part0/{key}/{file}"


def grow_reviews(
    seller: Seller,
    products: list[Product],
    chance: random.Random,
    *,
    count: int,
    now: float,
    days: float,
) -> None:
    """Every eighth review with a text is supplemented, and counts as two."""
    made = talking = 0
    while made < count:
        product = chance.choices(products, weights=range(len(products), 0, -1))[0]
        body = make_review(product, chance, pick_moment(chance, now, days), now)
        talking += bool(body["text"])
        if body["text"] and made + 1 < count and talking % SUPPLEMENTED_EVERY == 1:
            child = make_supplement(body, chance, now)
            seller.reviews.add(child)
            made += 1
        seller.reviews.add(body)
        made += 1


def make_review(product: Product, chance: random.Random, moment: float, now: float) -> Body:
    """Silent, tags only, or with words."""
    kind = chance.random()
    is_silent = kind < SHARE_RATING_ONLY
    weights = SILENT_WEIGHTS if is_silent else TALKING_WEIGHTS
    stars = chance.choices(STARS, weights=weights)[0]
    fields = describe_order(product, chance, moment) | {"productValuation": stars}
    if not is_silent:
        has_words = kind >= SHARE_RATING_ONLY + SHARE_TAGS_ONLY
        fields |= say_words(product, chance, stars) if has_words else {}
        fields["bables"] = pick_tags(product, chance, stars, required=not has_words)
        if has_words:
            fields |= take_pictures(chance)
        if chance.random() < SHARE_ANSWERED and moment < now - DAY / 2:
            fields |= write_answer(chance, mood_of(stars))
    return complete_review(fields, moment)


def describe_order(product: Product, chance: random.Random, moment: float) -> Body:
    """Who bought what, and when."""
    facts = product.facts
    ordered_at = moment - chance.uniform(2, 20) * DAY
    return {
        "id": make_id(chance),
        "createdDate": to_iso(moment),
        "productDetails": product.details()
        | {"size": chance.choice(facts["sizes"]) if facts["sizes"] else "0"},
        "userName": pick_name(chance),
        "orderStatus": chance.choices(["buyout", "returned", "rejected"], weights=[93, 4, 3])[0],
        "wasViewed": chance.random() < 0.3,  # noqa: PLR2004 - staff looks at a third
        "isAbleReturnProductOrders": chance.random() < 0.2,  # noqa: PLR2004 - every fifth
        "lastOrderShkId": chance.randrange(10**10, 3 * 10**10),
        "lastOrderCreatedAt": to_iso(ordered_at),
        "color": product.color,
        "subjectId": facts["subject_id"],
        "subjectName": facts["subject"],
        "matchingSize": chance.choice(["ok", "ok", "ok", "smaller", "bigger"])
        if facts["sizes"]
        else "",
    }


def say_words(product: Product, chance: random.Random, stars: int) -> Body:
    """A comment, or pros and cons, or both."""
    facts, mood = product.facts, mood_of(stars)
    shape = chance.choices(["text", "lists", "both"], weights=[55, 25, 20])[0]
    fields: Body = {}
    if shape in ("text", "both"):
        fields["text"] = write_text(facts, chance, mood)
    if shape in ("lists", "both"):
        liked = chance.sample(facts["pros"], k=chance.randint(1, 3))
        disliked = chance.sample(facts["cons"], k=chance.randint(1, 2))
        fields["pros"] = "" if mood == "bad" else ", ".join(liked).capitalize()
        fields["cons"] = "" if mood == "good" else ", ".join(disliked).capitalize()
    return fields


def write_text(facts: Body, chance: random.Random, mood: str) -> str:
    """An opener, one to three sentences about the product, an ending."""
    common = read_common()
    if mood == "mixed":
        said = [chance.choice(facts["praise"]), chance.choice(facts["complaints"])]
    else:
        pool = facts["praise"] if mood == "good" else facts["complaints"]
        said = chance.sample(pool, k=chance.choices([1, 2, 3], weights=[50, 35, 15])[0])
    opener = chance.choice(common["openers"][mood])
    return f"{opener}{' '.join(said)}{chance.choice(common['endings'][mood])}"


def pick_tags(
    product: Product, chance: random.Random, stars: int, *, required: bool
) -> list[str] | None:
    """Tags of the mood; half of the reviews with words have some as well."""
    if not required and chance.random() < 0.5:  # noqa: PLR2004 - half
        return None
    pool = product.category["tags_good" if mood_of(stars) == "good" else "tags_bad"]
    return chance.sample(pool, k=chance.randint(1, 3))


def take_pictures(chance: random.Random) -> Body:
    """Photos in a quarter of the reviews, a video now and then."""
    fields: Body = {}
    if chance.random() < 0.25:  # noqa: PLR2004 - a quarter
        fields["photoLinks"] = [take_photo(chance) for _ in range(chance.randint(1, 3))]
    if chance.random() < 0.04:  # noqa: PLR2004 - one in twenty-five
        key = make_id(chance)
        fields["video"] = {
            "previewImage": VIDEO.format(key=key, file="preview.webp"),
            "link": VIDEO.format(key=key, file="index.m3u8"),
            "durationSec": chance.randint(4, 30),
        }
    return fields


def take_photo(chance: random.Random) -> Body:
    """The same address scheme as the real photo hosts."""
    number = chance.randrange(10**8, 2 * 10**8)
    place = {
        "host": chance.randint(1, 12),
        "vol": number // 100_000,
        "part": number // 1000,
        "number": number,
    }
    return {
        "fullSize": PICTURE.format(size="fs", **place),
        "miniSize": PICTURE.format(size="ms", **place),
    }


def write_answer(chance: random.Random, mood: str) -> Body:
    """Published long ago."""
    text = chance.choice(read_common()["answers"][mood])
    return {
        "answer": {"text": text, "state": "wbRu", "editable": True},
        "state": "wbRu",
        "wasViewed": True,
    }


def make_supplement(parent: Body, chance: random.Random, now: float) -> Body:
    """A second review of the same order, linked both ways."""
    kept = ("productDetails", "userName", "color", "subjectId", "subjectName", "lastOrderShkId")
    moment = now - chance.uniform(0.05, 3) * DAY
    fields = {name: parent[name] for name in (*kept, "orderStatus", "lastOrderCreatedAt")}
    fields |= {
        "id": make_id(chance),
        "createdDate": max(to_iso(moment), parent["createdDate"]),
        "text": chance.choice(read_common()["updates"]),
        "productValuation": parent["productValuation"],
        "parentFeedbackId": parent["id"],
    }
    parent["childFeedbackId"] = fields["id"]
    return complete_review(fields, moment)
