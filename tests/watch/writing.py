"""Makes the code write one line of each kind, by running what writes it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import flask
import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.domain.errors import NotFound, Unavailable
from shared.domain.ids import InteractionId, ReplyId, SellerId
from shared.domain.interaction import Channel
from shared.domain.replies.dispatch import Move
from shared.domain.sync.pages import Refused
from shared.entrypoint.alarms import log_double, log_refused
from shared.entrypoint.logs import report_foreign_host
from shared.entrypoint.task import Facts, Payload, task, tick
from shared.ports import Store
from shared.usecases.dispatch_reply import DispatchReport
from shared.usecases.draft_reply import DraftReport, DraftState
from shared.usecases.ingest_page import IngestReport
from shared.usecases.read_pipeline import gauge_queues
from shared.usecases.sync_channel import SyncReport
from shared.usecases.watch_deadlines import SweepReport
from tests.builders import NOON
from tests.functions.api import make_world
from tests.functions.callers import Issuer
from tests.stores import embedded_stores
from tests.watch.filters import as_entry

Entry = Mapping[str, Any]
_URL = "http://127.0.0.1:8085/{}"
_MOST_LOGINS = 40
_LOGIN = {"email": "a@example.com", "password": "wrong-password"}


class Body(Payload):
    """Any task's ids."""

    seller: str


class _NoStores:
    """A database that is away."""

    def shared(self) -> Store:
        raise Unavailable("no database")

    def of_seller(self, seller: SellerId) -> Store:
        raise Unavailable(f"no database for {seller}")


class Scribe:
    """One kind of line for each method, as entries of Cloud Logging."""

    def __init__(self, issuer: Issuer, captured: pytest.CaptureFixture[str]) -> None:
        self._issuer, self._captured = issuer, captured
        self._written: list[Entry] = []

    def crash(self) -> Entry:
        """A task that broke."""
        return self._task("draft_reply", lambda: _raise(ZeroDivisionError()))

    def outage(self) -> Entry:
        """A task that could not reach the store."""
        return self._task("ingest_items", lambda: _raise(Unavailable("no store")))

    def hopeless(self) -> Entry:
        """A task whose ids lead nowhere."""
        return self._task("link_thread", lambda: _raise(NotFound("gone")))

    def stranger(self) -> Entry:
        """A call that no queue made."""
        return self._task("draft_reply", dict, account="somebody")

    def dispatched(
        self,
        state: str,
        waited: timedelta | None = None,
        settled: timedelta | None = None,
        in_doubt: timedelta | None = None,
    ) -> Entry:
        """What a dispatch came to."""
        report = DispatchReport(
            reply=ReplyId("r"),
            move=Move.REST,
            state=state,
            attempts=1,
            waited=waited,
            settled=settled,
            in_doubt=in_doubt,
        )
        return self._task("dispatch_reply", report.facts)

    def drafted(self, model: str) -> Entry:
        """A new draft, and how a model fared with it; "" where there is none."""
        report = DraftReport(interaction=InteractionId("i"), state=DraftState.MADE, model=model)
        return self._task("draft_reply", report.facts)

    def ingested(self, operations: int) -> Entry:
        """A page of ten new items that cost so many reads and writes."""
        report = IngestReport(items=10, created=10)
        costs = report.costs(operations, 0)
        return self._task("ingest_items", lambda: {**report.facts(), **costs})

    def synced(
        self, outcome: str, age: timedelta | None = None, late: timedelta | None = None
    ) -> Entry:
        """What a sync came to."""
        report = SyncReport(outcome=outcome, age=age, late=late)
        return self._task("sync_channel", report.facts)

    def swept(self, doubtful: int) -> Entry:
        """A round of the sweep."""
        report = SweepReport(queued=1, changed=0, doubtful=doubtful)
        return self.ticked("watch_deadlines", report.facts)

    def gauged(self, waited: timedelta) -> Entry:
        """A round of the sweep that found a task which has waited for so long."""
        clock = FixedClock(NOON)
        queue = MemoryTaskQueue(clock)
        queue.enqueue("draft", {}, key="draft")
        clock.advance(waited)
        stuck = gauge_queues(0, gauge=queue, stores=embedded_stores(), clock=clock)
        return self.ticked("watch_deadlines", lambda: {"stuck": stuck})

    def ticked(self, function: str, run: Callable[[], Facts] = lambda: {"queued": 0}) -> Entry:
        """A round of the clock."""
        handler = tick(function)(run)
        return self._deliver(handler, function, "scheduler", "")

    def quarantined(self) -> Entry:
        """An item that could not be read."""
        refused = [Refused(id="i", channel=Channel.REVIEW, reason="productDetails")]
        return self._within(lambda: log_refused(refused))

    def doubled(self) -> Entry:
        """A reply that a chat shows twice."""
        return self._within(lambda: log_double(ReplyId("r")))

    def foreign_host(self) -> Entry:
        """A card host outside WB's networks."""
        report_foreign_host("elsewhere.example")
        return self._last()

    def listed(self, ms: int = 40) -> Entry:
        """A list that took so long."""
        make_world().seller().get("/inbox")
        return _taking(self._last(), ms)

    def approved(self, ms: int = 60) -> Entry:
        """An approval that took so long; whether it was taken is not what its alert asks."""
        make_world().seller().post("/interactions/none/reply", {})
        return _taking(self._last(), ms)

    def failed(self) -> Entry:
        """A request that our side could not answer."""
        world = make_world()
        broken = replace(world.outside, stores=_NoStores())
        world.visitor(outside=broken).post("/auth/login", _LOGIN)
        return self._last()

    def throttled(self) -> Entry:
        """The login that came too often."""
        visitor = make_world().visitor()
        for _ in range(_MOST_LOGINS):
            visitor.post("/auth/login", _LOGIN)
        return self._last()

    def retried(self, times: int) -> Entry:
        """A task that the queue has brought so often before."""
        return self._task("draft_reply", dict, headers={"X-CloudTasks-TaskRetryCount": str(times)})

    def traced(self, trace: str) -> Entry:
        """A task that belongs to a request."""
        return self._task("draft_reply", dict, headers={"traceparent": f"00-{trace}-{'b' * 16}-01"})

    def _task(
        self,
        function: str,
        run: Callable[[], Facts],
        account: str = "tasks",
        headers: Mapping[str, str] | None = None,
    ) -> Entry:
        handler = task(function, Body)(lambda _: run())
        return self._deliver(handler, function, account, '{"seller": "s"}', headers)

    def _within(self, write: Callable[[], None]) -> Entry:
        """A line that a task writes before its own."""

        def run() -> Facts:
            write()
            return {}

        self._task("ingest_items", run)
        return self._written[-2]

    def _deliver(
        self,
        handler: Callable[[flask.Request], flask.Response],
        function: str,
        account: str,
        body: str,
        headers: Mapping[str, str] | None = None,
    ) -> Entry:
        token = self._issuer.token(
            _URL.format(function), f"{account}@project.iam.gserviceaccount.com"
        )
        app = flask.Flask(__name__)
        app.add_url_rule("/", view_func=lambda: handler(flask.request), methods=["POST"])
        known = {"Authorization": f"Bearer {token}", **(headers or {})}
        app.test_client().post("/", data=body, headers=known)
        return self._last(function.replace("_", "-"))

    def _last(self, service: str = "inbox-api") -> Entry:
        lines = self._captured.readouterr().out.splitlines()
        self._written = [as_entry(json.loads(line), service) for line in lines]
        return self._written[-1]


def compared_contract(severity: str) -> Entry:
    """What the nightly comparison writes through gcloud."""
    log = "projects/project/logs/wb-contract"
    return {"severity": severity, "logName": log, "jsonPayload": {}}


def _taking(entry: Entry, ms: int) -> Entry:
    return {**entry, "jsonPayload": {**entry["jsonPayload"], "ms": ms}}


def _raise(error: Exception) -> Facts:
    raise error
