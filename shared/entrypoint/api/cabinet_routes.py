"""Routes of a connected cabinet and its syncs, and of the examples that stand in for one."""

from shared.entrypoint.api.handlers import (
    cabinet,
    demo,
    jobs,
    marketplaces,
)
from shared.entrypoint.api.routing import Route, route
from shared.entrypoint.api.shapes.accounts import (
    ConnectAnswer,
    ConnectRequest,
    DemoAnswer,
    QueuedAnswer,
    ScopeChecksAnswer,
    SyncAnswer,
    SyncRequest,
)
from shared.entrypoint.api.shapes.jobs import SyncRunsAnswer
from shared.entrypoint.api.shapes.marketplaces import MarketplacesAnswer

CABINET_ROUTES: tuple[Route, ...] = (
    route(
        "PUT",
        "/cabinet",
        cabinet.connect,
        "Connect a WB cabinet, or replace its token; queues the first sync.",
        body=ConnectRequest,
        answer=ConnectAnswer,
    ),
    route(
        "GET",
        "/cabinet/checks",
        cabinet.show_checks,
        "What WB has said so far of the token that is being connected, scope after scope.",
        answer=ScopeChecksAnswer,
    ),
    route(
        "GET",
        "/marketplaces",
        marketplaces.list_marketplaces,
        "Which marketplaces there are, which are still to come, and what each channel allows.",
        answer=MarketplacesAnswer,
    ),
    route(
        "POST",
        "/demo",
        demo.seed,
        "Fill the inbox with examples, while there is no cabinet; again, and nothing is added.",
        answer=DemoAnswer,
    ),
    route("DELETE", "/demo", demo.clear, "Clear the examples.", status=204),
    route("DELETE", "/cabinet", cabinet.disconnect, "Forget the token; stop the sync.", status=204),
    route(
        "POST",
        "/sync",
        cabinet.queue_sync,
        "Sync now, at most once a minute; a full sync is a job.",
        body=SyncRequest,
        answer=QueuedAnswer,
        status=202,
    ),
    route("GET", "/sync", cabinet.show_sync, "Progress per channel.", answer=SyncAnswer),
    route(
        "GET",
        "/sync/runs",
        jobs.list_runs,
        "What the last syncs did, the newest first.",
        answer=SyncRunsAnswer,
    ),
)
