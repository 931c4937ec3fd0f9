"""WB's file networks as a scripted transport."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx

from shared.adapters.memory.clock import FixedClock
from shared.adapters.wildberries.cards import PublicCards
from tests.wb_recorder import answering, serving

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NM = 949_889_001
FOLDER = "/vol9498/part949889/949889001"
CARD: dict[str, Any] = {
    "imt_id": 1,
    "nm_id": NM,
    "imt_name": "Футболка хлопковая",
    "subj_name": "Футболки",
    "description": "Мягкая.",
    "options": [
        {"name": "Состав", "value": "хлопок 95%"},
        {"name": "Пол", "value": "Женский"},
        {"name": "Пустое", "value": ""},
        {"name": "Число", "value": 5},
        "odd",
    ],
    "compositions": [{"name": "хлопок"}, {"name": None}],
    "contents": "футболка 1 шт",
    "nm_colors_names": "белый",
    "selling": {"brand_name": "Пример"},
    "media": {"photo_count": 3},
}
PHOTO = "https://feedback01.wbbasket.ru/vol700/part70000/70000001/photos/fs.webp"
PICTURE = b"RIFF\x10\x00\x00\x00WEBPVP8 "


def host_map(host: str, low: int = 0, high: int = 20_000, branch: str = "recommend") -> Any:
    hosts = [{"vol_range_from": low, "vol_range_to": high, "host": host}]
    return {branch: {"mediabasket_route_map": [{"method": "range", "hosts": hosts}]}}


def unheard(host: str) -> None:
    raise AssertionError(f"{host} was reported")


def read_by(*answers: httpx.Response) -> PublicCards:
    return PublicCards(FixedClock(NOON), transports=answering(*answers), report=unheard)


class Network:
    """A file network by host and path; what is not there is 404."""

    def __init__(self, files: dict[str, Any] | None = None, live_map: Any = None) -> None:
        self.files = dict(files or {})
        self.live_map = live_map
        self.foreign: list[str] = []
        self.recorder = serving(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/v3/upstreams":
            if self.live_map is None:
                return httpx.Response(503)
            return httpx.Response(200, content=json.dumps(self.live_map))
        found = self.files.get(f"{request.url.host}{request.url.path}")
        if found is None:
            return httpx.Response(404)
        return found if isinstance(found, httpx.Response) else httpx.Response(200, json=found)

    @property
    def asked(self) -> list[str]:
        return [f"{request.url.host}{request.url.path}" for request in self.recorder.requests]

    def cards(self, clock: FixedClock | None = None) -> PublicCards:
        return PublicCards(
            clock or FixedClock(NOON), transports=self.recorder, report=self.foreign.append
        )
