"""Four routes for every section of settings."""

from shared.domain.settings_change import Section
from shared.entrypoint.api.handlers.settings import (
    list_changes,
    reset_section,
    save_section,
    show_section,
)
from shared.entrypoint.api.routing import Route, route
from shared.entrypoint.api.sections import SECTIONS
from shared.entrypoint.api.shapes.settings import HistoryAnswer, HistoryQuery


def settings_routes() -> list[Route]:
    """Every section has the same four."""
    return [row for section in SECTIONS for row in _routes_of(section)]


def _routes_of(section: Section) -> list[Route]:
    shape, path = SECTIONS[section], f"/settings/{section}"
    return [
        route(
            "GET",
            path,
            show_section(section),
            f"The section `{section}` of the settings.",
            answer=shape.answer,
            cached=True,
        ),
        route(
            "PUT",
            path,
            save_section(section),
            f"Replace the section `{section}`, if it is still as it was read.",
            body=shape.request,
            answer=shape.answer,
            guarded=True,
        ),
        route(
            "POST",
            f"{path}/reset",
            reset_section(section),
            f"Put the section `{section}` back to what a new account has.",
            answer=shape.answer,
            guarded=True,
        ),
        route(
            "GET",
            f"{path}/history",
            list_changes(section),
            f"What was changed in the section `{section}`, the newest first.",
            query=HistoryQuery,
            answer=HistoryAnswer,
        ),
    ]
