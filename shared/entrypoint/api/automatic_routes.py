"""Routes of answers that leave without a person."""

from shared.entrypoint.api.handlers import automatic
from shared.entrypoint.api.routing import Route, route
from shared.entrypoint.api.shapes.automatic import (
    BacktestAnswer,
    BacktestRequest,
    FeedbackRequest,
    JournalAnswer,
    JournalEntryAnswer,
    JournalQuery,
    PresetsAnswer,
    PreviewAnswer,
    PreviewRequest,
)

AUTOMATIC_ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/auto-response/presets",
        automatic.list_presets,
        "Ready rules to begin with.",
        answer=PresetsAnswer,
    ),
    route(
        "POST",
        "/auto-response/preview",
        automatic.preview,
        "What would happen to one text, and why; nothing is stored or sent.",
        body=PreviewRequest,
        answer=PreviewAnswer,
    ),
    route(
        "POST",
        "/auto-response/backtest",
        automatic.try_policy,
        "Try rules on the seller's own past; the same question on the same day has one report.",
        body=BacktestRequest,
        answer=BacktestAnswer,
        status=202,
    ),
    route(
        "GET",
        "/auto-response/backtest/{id}",
        automatic.show_report,
        "What rules would have done, as far as the report got.",
        answer=BacktestAnswer,
    ),
    route(
        "POST",
        "/auto-response/backtest/{id}/seen",
        automatic.see_report,
        "The report was looked at: its rules may be turned on once it is finished.",
        answer=BacktestAnswer,
    ),
    route(
        "POST",
        "/auto-response/stop",
        automatic.stop,
        "Stop automatic answers at once, those that wait to be sent included.",
        status=204,
    ),
    route(
        "GET",
        "/auto-response/journal",
        automatic.list_journal,
        "What the system answered or left to a person, with its reasons, the newest first.",
        query=JournalQuery,
        answer=JournalAnswer,
    ),
    route(
        "PUT",
        "/auto-response/journal/{id}/feedback",
        automatic.mark,
        "What a person thinks of an entry; the last opinion counts.",
        body=FeedbackRequest,
        answer=JournalEntryAnswer,
    ),
)
