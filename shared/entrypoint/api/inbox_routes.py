"""Routes of the lists: their pages, their counts, and what moved."""

from shared.entrypoint.api.handlers import inbox
from shared.entrypoint.api.routing import Route, route
from shared.entrypoint.api.shapes.inbox import (
    ChangesAnswer,
    ChangesQuery,
    CountsAnswer,
    InboxAnswer,
    InboxQuery,
)

INBOX_ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/inbox",
        inbox.list_inbox,
        "One page of a list: `hot` and `attention` by target, the others newest first.",
        query=InboxQuery,
        answer=InboxAnswer,
        cached=True,
    ),
    route(
        "GET",
        "/inbox/counts",
        inbox.show_counts,
        "How many items each list holds, per channel.",
        answer=CountsAnswer,
        cached=True,
    ),
    route(
        "GET",
        "/inbox/changes",
        inbox.list_changes,
        "What moved since the answer before.",
        query=ChangesQuery,
        answer=ChangesAnswer,
    ),
)
