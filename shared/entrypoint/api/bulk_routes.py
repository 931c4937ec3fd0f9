"""Routes of deeds on many items."""

from shared.entrypoint.api.handlers import bulk
from shared.entrypoint.api.routing import Route, route
from shared.entrypoint.api.shapes.bulk import (
    BulkAnswer,
    BulkPreviewAnswer,
    BulkPreviewRequest,
    BulkRequest,
)

BULK_ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        "/bulk/preview",
        bulk.preview_many,
        "What would happen to each item: its text, its checks, why it is left out.",
        body=BulkPreviewRequest,
        answer=BulkPreviewAnswer,
    ),
    route(
        "POST",
        "/bulk/apply",
        bulk.apply_many,
        "Do it to each item as if to it alone; the same request answers the same.",
        body=BulkRequest,
        answer=BulkAnswer,
        status=202,
    ),
    route("GET", "/bulk/{id}", bulk.show_many, "How far a deed on many got.", answer=BulkAnswer),
    route(
        "POST",
        "/bulk/{id}/undo",
        bulk.undo_many,
        "Stop the rest, cancel replies that still wait, reopen what was closed.",
        answer=BulkAnswer,
    ),
)
