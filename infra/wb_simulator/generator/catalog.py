"""The products of a generated seller."""

import random
from dataclasses import dataclass
from typing import Any

from infra.wb_simulator.cards import make_record
from infra.wb_simulator.generator.texts import CATEGORIES, read_category
from infra.wb_simulator.world import World

Body = dict[str, Any]
MISSING_EVERY = 10
FIRST_ARTICLE, LAST_ARTICLE = 15_000_000, 620_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One article with what its category says about it."""

    nm: int
    imt: int
    color: str
    seller_name: str
    facts: Body
    category: Body

    def details(self) -> Body:
        """As questions carry it; reviews add a size."""
        suffix = f"/{self.color}" if self.color else ""
        return {
            "imtId": self.imt,
            "nmId": self.nm,
            "productName": self.facts["name"],
            "supplierArticle": self.facts["article"] + suffix,
            "supplierName": self.seller_name,
            "brandName": self.facts["brand"],
        }


def make_products(chance: random.Random, seller_name: str) -> list[Product]:
    """Every product of every category, each colour an article of one group."""
    products = []
    for name in CATEGORIES:
        category = read_category(name)
        for facts in category["products"]:
            imt = chance.randrange(FIRST_ARTICLE, LAST_ARTICLE)
            products += [
                Product(
                    nm=chance.randrange(FIRST_ARTICLE, LAST_ARTICLE),
                    imt=imt,
                    color=color,
                    seller_name=seller_name,
                    facts=facts,
                    category=category,
                )
                for color in facts["colors"] or [""]
            ]
    return products


def keep_cards(world: World, seller: str, products: list[Product]) -> None:
    """Every tenth card is missing on the CDN, as with new products."""
    for number, product in enumerate(products):
        fields = product.facts | {
            "nm": product.nm,
            "imt": product.imt,
            "color": product.color,
            "article": product.details()["supplierArticle"],
        }
        world.cards.put(make_record(fields, seller, missing=number % MISSING_EVERY == 0))
