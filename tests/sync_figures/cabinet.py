"""The WB simulator behind the real connector, inside this process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from infra.wb_simulator.app import create_app
from infra.wb_simulator.clock import Clock as SimulatorClock
from infra.wb_simulator.clock import to_iso
from infra.wb_simulator.generator.plan import Plan, fill_world
from infra.wb_simulator.world import Seller, World
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.marketplaces import WildberriesMarketplaces
from shared.domain.interaction import Channel
from shared.domain.raw_items import RawItem

ADDRESS = "https://wb.invalid"
REFUSED = 429


@dataclass(frozen=True, slots=True)
class Arrived:
    """One request as WB saw it; `read` names the list, or is empty for anything else."""

    at: datetime
    status: int
    read: str


class Cabinet:
    """One seller's cabinet; `now` is WB's clock, and `around` is called with every request."""

    def __init__(
        self, plan: Plan, now: Callable[[], datetime], around: Callable[[Callable[[], Any]], Any]
    ) -> None:
        self.now = now
        self.around = around
        self.world = World(SimulatorClock(lambda: now().timestamp()))
        fill_world(self.world, plan)
        self.app = create_app(self.world)
        self.arrived: list[Arrived] = []
        self.wb = WildberriesMarketplaces(WBHosts.at(ADDRESS), lambda: _Line(self))
        self._desk = httpx.Client(transport=httpx.WSGITransport(self.app), base_url=ADDRESS)

    @property
    def seller(self) -> Seller:
        return self.world.first_seller()

    def issue_token(self, scopes: str) -> str:
        """A service token."""
        return str(self.control("GET", "token", params={"scopes": scopes})["token"])

    def control(self, method: str, path: str, **options: Any) -> Any:
        """Do what only the simulator's master can do."""
        response = self._desk.request(method, f"/_control/{path}", **options)
        response.raise_for_status()
        return response.json()

    def truth(self) -> dict[tuple[Channel, str], RawItem]:
        """Every review and question as WB has it now."""
        reviews = {(Channel.REVIEW, one.id): one.body for one in self.seller.reviews.everything()}
        asked = self.seller.questions.everything()
        return reviews | {(Channel.QUESTION, one.id): one.body for one in asked}

    def sizes(self) -> dict[str, int]:
        """How long each list is that a first sync has to read."""
        reviews, questions = self.seller.reviews, self.seller.questions
        span = {"nm": None, "start": None, "end": None}
        return {
            "reviews waiting": len(reviews.select(answered=False, **span)),
            "reviews answered": len(reviews.select(answered=True, **span)),
            "reviews archived": len(reviews.archive(None)),
            "questions waiting": len(questions.select(answered=False, **span)),
            "questions answered": len(questions.select(answered=True, **span)),
        }

    def add(self, channel: Channel, text: str) -> str:
        """A buyer writes now."""
        body = {"text": text, "createdDate": to_iso(self.now().timestamp())}
        return str(self.control("POST", f"{channel.value}s", json=body)["id"])

    def answer(self, channel: Channel, name: str, text: str) -> None:
        """Staff answers past the product."""
        self.control("POST", f"{channel.value}s/{name}/answer", json={"text": text})

    @property
    def refused(self) -> int:
        """How many calls came too early."""
        return sum(one.status == REFUSED for one in self.arrived)


class _Line(httpx.BaseTransport):
    """Brings a request to the simulator, and notes that it came."""

    def __init__(self, cabinet: Cabinet) -> None:
        self._cabinet = cabinet
        self._inner = httpx.WSGITransport(cabinet.app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._cabinet.around(lambda: self._bring(request))

    def _bring(self, request: httpx.Request) -> httpx.Response:
        at = self._cabinet.now()
        response = self._inner.handle_request(request)
        response.read()
        self._cabinet.arrived.append(Arrived(at, response.status_code, name_list(request.url)))
        return response


def name_list(url: httpx.URL) -> str:
    """Which of WB's lists is read."""
    kind = {"/api/v1/feedbacks": "reviews", "/api/v1/questions": "questions"}.get(url.path)
    if url.path == "/api/v1/feedbacks/archive":
        return "reviews archived"
    if kind is None:
        return ""
    return f"{kind} {'answered' if url.params.get('isAnswered') == 'true' else 'waiting'}"
