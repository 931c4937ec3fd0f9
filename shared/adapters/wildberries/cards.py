"""Public product cards and pictures, read without a token."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

from shared.adapters.wildberries.baskets import is_allowed_host, volume_of
from shared.adapters.wildberries.calls import Transports, open_transports
from shared.adapters.wildberries.hosts import require_safe_base
from shared.adapters.wildberries.public_files import PublicFiles
from shared.domain.errors import Rejected
from shared.domain.marketplace import Card, Characteristic, Picture
from shared.ports import Cards, Clock, Photos

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
LARGEST_NM_ID = 10**12
# A card is one document of the store, so what a seller may write without end is cut.
LONGEST_DESCRIPTION = 10_000
LONGEST_VALUE = 1_000
MOST_CHARACTERISTICS = 100
HTTPS_PORT = 443


class PublicCards(Cards, Photos):
    """WB's file networks are no documented API: everything odd reads as «no card»."""

    def __init__(
        self, clock: Clock, base: str | None = None, transports: Transports | None = None
    ) -> None:
        if base is not None:
            require_safe_base(base)
        self._files = PublicFiles(clock, base, transports or open_transports())

    def fetch(self, nm_id: int) -> Card | None:
        """Read one card; None when there is none or it cannot be read."""
        if not is_article(nm_id):
            return None
        volume = volume_of(nm_id)
        try:
            found = self._files.read(
                self._files.near_host(volume), f"{_folder(nm_id)}/info/ru/card.json"
            )
            body = json.loads(found.content) if found else None
        except (ValueError, RecursionError, Rejected):
            return None
        if not isinstance(body, dict):
            return None
        return _read_card(nm_id, body, self.photo_url(nm_id))

    def fetch_photo(self, url: str) -> Picture:
        """Read one picture; Rejected unless host, type and size are allowed."""
        host, path = split_address(url)
        found = self._files.read(host, path)
        if found is None:
            raise Rejected("no such picture")
        if found.content_type not in PICTURE_TYPES:
            raise Rejected("not a picture")
        return found

    def photo_url(self, nm_id: int) -> str:
        """Tell where a product's first picture lies."""
        if not is_article(nm_id):
            raise Rejected("not an article number")
        host = self._files.near_host(volume_of(nm_id))
        return f"https://{host}{_folder(nm_id)}/images/c516x688/1.webp"


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
