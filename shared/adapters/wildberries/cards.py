"""Public product cards and pictures, read without a token."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeGuard

import httpx

from shared.adapters.wildberries.baskets import is_allowed_host, volume_of
from shared.adapters.wildberries.calls import Transports, open_transports
from shared.adapters.wildberries.hosts import require_safe_base
from shared.adapters.wildberries.public_files import PublicFiles, Report
from shared.adapters.wildberries.shelf import Shelf
from shared.domain.content_types import is_picture, sniff_type
from shared.domain.errors import Rejected, Unavailable
from shared.domain.products.card import Card, Characteristic, Picture, Price
from shared.ports import Cards, Clock, Photos

LARGEST_NM_ID = 10**12
# A card is one document of the store, so what a seller may write without end is cut.
LONGEST_DESCRIPTION = 10_000
LONGEST_VALUE = 1_000
MOST_CHARACTERISTICS = 100
LARGEST_PRICE_KOPECKS = 10**12
HTTPS_PORT = 443
# Nobody waits for a card, but the task that reads it has a minute for everything.
LONGEST_CARD_SECONDS = 20.0
LONGEST_PICTURE_SECONDS = 15.0
ABSENT_PICTURE_SECONDS = 600.0
MOST_ABSENT_PICTURES = 10_000

_THUMB, _WHOLE = "c246x328", "big"


class PublicCards(Cards, Photos):
    """WB's file networks are no documented API: everything odd reads as «no card»."""

    def __init__(
        self,
        clock: Clock,
        base: str | None = None,
        transports: Transports | None = None,
        *,
        report: Report,
    ) -> None:
        if base is not None:
            require_safe_base(base)
        self._clock = clock
        self._files = PublicFiles(clock, base, transports or open_transports(), report)
        self._absent: Shelf[str, bool] = Shelf(MOST_ABSENT_PICTURES)

    def fetch(self, nm_id: int) -> Card | None:
        """Read one card; None when there is none or it cannot be read."""
        if not is_article(nm_id):
            return None
        until = self._clock.monotonic() + LONGEST_CARD_SECONDS
        self._files.refresh_map(until)
        body = self._read_json(nm_id, "ru/card.json", until)
        if not isinstance(body, dict):
            return None
        card = _read_card(nm_id, body, self._photo_at(nm_id, _WHOLE))
        return card and replace(card, price=self._read_price(nm_id, until))

    def fetch_photo(self, url: str) -> Picture:
        """Read one picture; Rejected unless host, type and size are allowed."""
        host, path = split_address(url)
        now = self._clock.monotonic()
        if self._absent.find(url, now):
            raise Rejected("there was no such picture a moment ago")
        content = self._files.read(host, path, now + LONGEST_PICTURE_SECONDS)
        kind = sniff_type(content or b"")
        if content is None or not is_picture(kind):
            self._absent.keep(url, value=True, until=now + ABSENT_PICTURE_SECONDS)
            raise Rejected("no picture")
        return Picture(content=content, content_type=kind)

    def is_public(self, url: str) -> bool:
        """Tell whether an address is one of WB's file networks."""
        return is_public_address(url)

    def photo_url(self, nm_id: int) -> str:
        """Tell where a product's first picture lies, in a size for lists."""
        if not is_article(nm_id):
            raise Rejected("not an article number")
        return self._photo_at(nm_id, _THUMB)

    def _photo_at(self, nm_id: int, size: str) -> str:
        host = self._files.near_host(volume_of(nm_id))
        return f"https://{host}{_folder(nm_id)}/images/{size}/1.webp"

    def _read_price(self, nm_id: int, until: float) -> Price | None:
        """Many products have no price history; a card does without."""
        try:
            return _last_price(self._read_json(nm_id, "price-history.json", until))
        except Unavailable:
            return None

    def _read_json(self, nm_id: int, name: str, until: float) -> Any:
        host = self._files.near_host(volume_of(nm_id))
        try:
            content = self._files.read(host, f"{_folder(nm_id)}/info/{name}", until)
            return json.loads(content) if content else None
        except (ValueError, RecursionError, Rejected):
            return None


def is_article(nm_id: int) -> bool:
    """Only a plain positive number may become part of a path."""
    return isinstance(nm_id, int) and not isinstance(nm_id, bool) and 0 < nm_id < LARGEST_NM_ID


def split_address(url: str) -> tuple[str, str]:
    """Let the same parser judge the address that will make the call."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as odd:
        raise Rejected("not an address") from odd
    plain = address.scheme == "https" and address.port in (None, HTTPS_PORT)
    host = address.raw_host.decode("ascii")
    if not plain or address.userinfo or not is_allowed_host(host):
        raise Rejected("not a host of WB's file networks")
    return host, address.raw_path.decode("ascii")


def is_public_address(url: str) -> bool:
    """Say by the same rules whether an address may be asked or shown."""
    try:
        split_address(url)
    except Rejected:
        return False
    return True


def _folder(nm_id: int) -> str:
    return f"/vol{volume_of(nm_id)}/part{nm_id // 1000}/{nm_id}"


def _read_card(nm_id: int, body: dict[str, Any], photo: str) -> Card | None:
    name = _text(body.get("imt_name")) or _text(body.get("subj_name"))
    if not name:
        return None
    selling, media = _dict(body.get("selling")), _dict(body.get("media"))
    return Card(
        nm_id=nm_id,
        name=name,
        brand=_text(selling.get("brand_name")),
        subject=_text(body.get("subj_name")),
        description=_text(body.get("description"), LONGEST_DESCRIPTION),
        characteristics=tuple(_characteristics(body))[:MOST_CHARACTERISTICS],
        photo=photo if media.get("photo_count", 1) else "",
    )


def _last_price(history: Any) -> Price | None:
    """The newest entry; prices are in kopecks."""
    found = [price for entry in _dicts(history) if (price := _price(entry)) is not None]
    return max(found, key=lambda price: price.noted_at, default=None)


def _price(entry: dict[str, Any]) -> Price | None:
    kopecks, seconds = _dict(entry.get("price")).get("RUB"), entry.get("dt")
    if not _is_number(kopecks) or not _is_number(seconds):
        return None
    if not 0 < kopecks < LARGEST_PRICE_KOPECKS:
        return None
    try:
        noted_at = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return Price(kopecks=kopecks, noted_at=noted_at)


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _characteristics(body: dict[str, Any]) -> Iterator[Characteristic]:
    """The options, then what the card tells elsewhere."""
    named: set[str] = set()
    elsewhere = (
        ("Состав", ", ".join(_names(body.get("compositions")))),
        ("Комплектация", body.get("contents")),
        ("Цвет", body.get("nm_colors_names")),
    )
    options = [(one.get("name"), one.get("value")) for one in _dicts(body.get("options"))]
    for raw_name, raw_value in (*options, *elsewhere):
        name, value = _text(raw_name), _text(raw_value)
        if name and value and name not in named:
            named.add(name)
            yield Characteristic(name=name, value=value)


def _names(value: Any) -> list[str]:
    return [name for one in _dicts(value) if (name := _text(one.get("name")))]


def _text(value: Any, longest: int = LONGEST_VALUE) -> str:
    return value.strip()[:longest] if isinstance(value, str) else ""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
