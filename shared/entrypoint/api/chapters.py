"""The route table in chapters, each of which loads with the first request that it answers.

The first word of a path names the chapter. With it come its handlers, their use cases and the
shapes of what goes in and out, so that an instance that wakes for a page of the inbox does not
wait for analytics. Whoever wants every row takes `routes.ROUTES`, as the tests do: a chapter that
does not load fails there and not before a seller.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from werkzeug.routing import Map

from shared.domain.once import build_once
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.routing import PREFIX, Route, build_map, find_route

Load = Callable[[], Iterable[Route]]


def _load_account() -> Iterable[Route]:
    from shared.entrypoint.api.account_routes import ACCOUNT_ROUTES

    return ACCOUNT_ROUTES


def _load_settings() -> Iterable[Route]:
    from shared.entrypoint.api.settings_routes import settings_routes

    return settings_routes()


def _load_analytics() -> Iterable[Route]:
    from shared.entrypoint.api.analytics_routes import analytics_routes

    return analytics_routes()


def _load_automatic() -> Iterable[Route]:
    from shared.entrypoint.api.automatic_routes import AUTOMATIC_ROUTES

    return AUTOMATIC_ROUTES


def _load_bulk() -> Iterable[Route]:
    from shared.entrypoint.api.bulk_routes import BULK_ROUTES

    return BULK_ROUTES


def _load_writing() -> Iterable[Route]:
    from shared.entrypoint.api.writing_routes import WRITING_ROUTES

    return WRITING_ROUTES


def _load_cabinet() -> Iterable[Route]:
    from shared.entrypoint.api.cabinet_routes import CABINET_ROUTES

    return CABINET_ROUTES


def _load_inbox() -> Iterable[Route]:
    from shared.entrypoint.api.inbox_routes import INBOX_ROUTES

    return INBOX_ROUTES


def _load_conversation() -> Iterable[Route]:
    from shared.entrypoint.api.conversation_routes import CONVERSATION_ROUTES

    return CONVERSATION_ROUTES


def _load_service() -> Iterable[Route]:
    from shared.entrypoint.api.service_routes import SERVICE_ROUTES

    return SERVICE_ROUTES


CHAPTERS: Mapping[str, Load] = {
    "auth": _load_account,
    "audit": _load_account,
    "export": _load_account,
    "account": _load_account,
    "settings": _load_settings,
    "analytics": _load_analytics,
    "pipeline": _load_analytics,
    "auto-response": _load_automatic,
    "bulk": _load_bulk,
    "templates": _load_writing,
    "leads": _load_writing,
    "cabinet": _load_cabinet,
    "marketplaces": _load_cabinet,
    "demo": _load_cabinet,
    "sync": _load_cabinet,
    "inbox": _load_inbox,
    "interactions": _load_conversation,
    "checks": _load_conversation,
    "replies": _load_conversation,
    "orders": _load_conversation,
    "files": _load_conversation,
    "jobs": _load_service,
    "photos": _load_service,
    "health": _load_service,
    "openapi.json": _load_service,
}


def find_row(method: str, path: str) -> tuple[Route, Mapping[str, str]]:
    """The row that answers a request, and what its path names.

    Refuses a path that nobody answers, and a method that nobody answers there.
    """
    word = path.removeprefix(f"{PREFIX}/").partition("/")[0]
    load = CHAPTERS.get(word)
    if load is None:
        raise Refusal(code="not_found")
    return find_route(_map_of(load), method, path)


def load_all() -> tuple[Route, ...]:
    """Every row, chapter after chapter."""
    return tuple(row for load in dict.fromkeys(CHAPTERS.values()) for row in _rows_of(load))


@cache
def _map_of(load: Load) -> Map:
    """No door here: while one chapter loads, those that are loaded go on answering."""
    return build_map(_rows_of(load))


@build_once
def _rows_of(load: Load) -> tuple[Route, ...]:
    return tuple(load())
