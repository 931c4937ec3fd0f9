"""Public product cards, as the card CDN serves them."""

import random
from typing import Any

from infra.wb_simulator.clock import DAY, to_iso
from infra.wb_simulator.context import Context

Body = dict[str, Any]
OWN = "-"
# Upper bound of ``vol`` for each basket host, in the order of the hosts.
HOST_BOUNDS = (
    *(143, 287, 431, 719, 1007, 1061, 1115, 1169, 1313, 1601),
    *(1655, 1919, 2045, 2189, 2405, 2621, 2837, 3053, 3269, 3485),
    *(3701, 3917, 4133, 4349, 4565, 4877, 5189, 5501, 5813, 6125),
    *(6437, 6749, 7061, 7373, 7685, 7997, 8309, 8741, 9173, 9605),
    *(10373, 11141, 11909, 12677, 13445, 14213),
)


def host_map() -> Body:
    """Which host keeps which volumes, for recommended and origin reads alike."""
    hosts = []
    start = 0
    for number, bound in enumerate(HOST_BOUNDS, start=1):
        host = f"basket-{number:02d}.wbbasket.ru"
        hosts.append({"vol_range_from": start, "vol_range_to": bound, "host": host})
        start = bound + 1
    route = {"mediabasket_route_map": [{"method": "range", "hosts": hosts}]}
    return {"recommend": route, "origin": route}


class Cards:
    """Cards of all sellers by article."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._all: dict[int, Body] = {}

    def __len__(self) -> int:
        return len(self._all)

    def find(self, nm: int) -> Body | None:
        """The whole record; ``missing`` means that the CDN does not serve it."""
        return self._all.get(nm)

    def everything(self) -> list[Body]:
        """In the order of articles."""
        return [self._all[nm] for nm in sorted(self._all)]

    def put(self, record: Body) -> None:
        """Add or replace a card."""
        self.restore(record)
        self._context.store.save("card", OWN, str(record["nm"]), record)

    def restore(self, record: Body) -> None:
        """Take back a saved card."""
        self._all[record["nm"]] = record

    def clear(self) -> None:
        """Forget every card."""
        self._all.clear()


def build_card(product: Body) -> Body:
    """The public card of a generated or seeded product."""
    options = product.get("options", {})
    listed = [{"name": name, "value": value} for name, value in options.items()]
    grouped = [{"group_name": "Дополнительная информация", "options": listed}]
    return {
        "imt_id": product["imt"],
        "nm_id": product["nm"],
        "imt_name": product["name"],
        "subj_name": product["subject"],
        "subj_root_name": product.get("root", product["subject"]),
        "vendor_code": product["article"],
        "description": product.get("description", product["name"]),
        "options": listed,
        "grouped_options": grouped,
        "compositions": [{"name": options["Состав"]}] if "Состав" in options else [],
        "contents": options.get("Комплектация", ""),
        "nm_colors_names": product.get("color", ""),
        "colors": [product["nm"]],
        "selling": {"brand_name": product["brand"], "supplier_id": product.get("supplier", 250001)},
        "media": {"photo_count": 3},
        "data": {"subject_id": product["subject_id"]},
        "sizes_table": {"values": [{"tech_size": size} for size in product.get("sizes", [])]},
    }


def make_record(product: Body, seller: str, *, missing: bool = False) -> Body:
    """A card with what the CDN keeps beside it."""
    return {
        "nm": product["nm"],
        "seller": seller,
        "missing": missing,
        "price": product.get("price", 1000),
        "card": build_card(product),
    }


def price_history(record: Body, now: float) -> list[Body] | None:
    """Weekly prices in kopecks; every fifth item has no history, as on the real CDN."""
    if record["nm"] % 5 == 0:
        return None
    chance = random.Random(record["nm"])  # noqa: S311 - the same item has the same history
    week = int(now // (7 * DAY))
    return [
        {
            "dt": int((week - back) * 7 * DAY),
            "price": {"RUB": int(record["price"] * 100 * chance.uniform(0.85, 1.15))},
        }
        for back in range(8, 0, -1)
    ]


def content_card(record: Body, now: float) -> Body:
    """The same product as the seller's own content API lists it."""
    card = record["card"]
    return {
        "nmID": card["nm_id"],
        "imtID": card["imt_id"],
        "subjectID": card["data"]["subject_id"],
        "subjectName": card["subj_name"],
        "vendorCode": card["vendor_code"],
        "brand": card["selling"]["brand_name"],
        "title": card["imt_name"],
        "description": card["description"],
        "characteristics": [
            {"id": number, "name": option["name"], "value": [option["value"]]}
            for number, option in enumerate(card["options"], start=1)
        ],
        "sizes": [{"techSize": value["tech_size"]} for value in card["sizes_table"]["values"]],
        "updatedAt": to_iso(now),
    }
