"""Chats and claims; some orders have two chats, some a claim as well."""

import base64
import random
from typing import Any

from infra.wb_simulator.chats import Chat, File, Message
from infra.wb_simulator.clock import DAY, to_moscow_naive
from infra.wb_simulator.defaults import complete_claim, complete_good
from infra.wb_simulator.generator.catalog import Product
from infra.wb_simulator.generator.people import make_hex, make_uuid, pick_moment, pick_name
from infra.wb_simulator.generator.texts import read_common
from infra.wb_simulator.images import make_png, pick_color
from infra.wb_simulator.world import Seller

Body = dict[str, Any]
SAME_ORDER_EVERY = 9
SHARE_BARE = 0.08
PHOTO_WORDS = ("фото", "Фото")
SOURCES = ("rusite", "ios", "android", "android")


def grow_chats(
    seller: Seller,
    products: list[Product],
    chance: random.Random,
    *,
    count: int,
    now: float,
    days: float,
) -> None:
    """Every ninth chat is the second one about an order, and shares its ``rid``."""
    last: tuple[Product, Body, str] | None = None
    for number in range(count):
        product = chance.choice(products)
        good, name = make_good(product, chance), pick_name(chance) or "Покупатель"
        if last is not None and number % SAME_ORDER_EVERY == 1:
            product, good, name = last
        last = (product, good, name)
        moment = pick_moment(chance, now, days)
        chat = seller.chats.open(
            client_name=name,
            good=good,
            at=moment,
            chat_id=f"1:{make_uuid(chance)}",
        )
        hold_dialogue(seller, chat, product, chance, moment, now)


def make_good(product: Product, chance: random.Random) -> Body:
    """What the chat is about."""
    sizes = product.facts["sizes"]
    return complete_good(
        {
            "nmID": product.nm,
            "price": product.facts["price"],
            "rid": make_hex(chance, 32),
            "size": chance.choice(sizes) if sizes else "0",
        }
    )


def hold_dialogue(
    seller: Seller,
    chat: Chat,
    product: Product,
    chance: random.Random,
    moment: float,
    now: float,
) -> None:
    """Lines a few minutes to hours apart; nothing is written in the future."""
    script = chance.choice(product.category["chats"] + read_common()["chats"])
    for sender, text in script[: chance.randint(1, len(script))]:
        source = chance.choice(SOURCES) if sender == "client" else "seller-portal"
        files = [make_photo(chance)] if has_photo(sender, text) else []
        seller.chats.write(
            chat, Message(text=text, sender=sender, source=source, files=files, at=moment)
        )
        moment += chance.uniform(60, 6 * 3600)
        if moment >= now:
            return
    if chance.random() < SHARE_BARE:
        seller.chats.write(chat, Message(text="", sender="seller", at=moment, is_bare=True))


def has_photo(sender: str, text: str) -> bool:
    """A buyer who speaks of a photo has sent one."""
    return sender == "client" and any(word in text for word in PHOTO_WORDS)


def make_photo(chance: random.Random) -> File:
    """A plain picture."""
    content = make_png(120, 160, pick_color(chance.randrange(1000)))
    return File(
        id=make_uuid(chance),
        name="photo.png",
        content_type="image/png",
        data=base64.b64encode(content).decode(),
    )


def grow_claims(
    seller: Seller, products: list[Product], chance: random.Random, *, count: int, now: float
) -> None:
    """Half of the claims belong to an order that has a chat."""
    goods = [chat.body["goodCard"] for chat in seller.chats.everything()]
    by_article = {product.nm: product for product in products}
    for _ in range(count):
        from_chat = bool(goods) and chance.random() < 0.5  # noqa: PLR2004 - half
        good = chance.choice(goods) if from_chat else make_good(chance.choice(products), chance)
        product = by_article.get(good["nmID"]) or chance.choice(products)
        moment = now - chance.uniform(0.1, 12) * DAY
        claim_id = make_uuid(chance)
        fields = {
            "id": claim_id,
            "claim_type": 3 if from_chat else 1,
            "nm_id": product.nm,
            "user_comment": chance.choice(read_common()["claims"]),
            "imt_name": product.facts["name"],
            "price": good["price"],
            "srid": good["rid"],
            "order_dt": to_moscow_naive(moment - 9 * DAY),
            "delivery_dt": to_moscow_naive(moment - 2 * DAY),
            "photos": [f"//photos.wbstatic.net/claim/{claim_id}/1.webp"],
        }
        claim = seller.claims.add(complete_claim(fields, moment), moment)
        if chance.random() < 0.3:  # noqa: PLR2004 - a third is decided
            action = chance.choice(["approve1", "autorefund1", "rejectcustom"])
            comment = chance.choice(read_common()["refusals"])
            seller.claims.act(claim, action, comment, min(now, moment + DAY))
