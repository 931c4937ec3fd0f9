"""Where a list goes on: signed, and bound to the seller and to the very list it was made for."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from shared.domain.places import InboxFilter
from shared.entrypoint.api.calls import Call
from shared.entrypoint.api.problems import invalid
from shared.entrypoint.api.shapes.base import Request
from shared.entrypoint.api.signing import ForgedToken, open_token, sign_token
from shared.entrypoint.api.words import OLD_CURSOR
from shared.usecases.read_changes import Watch
from shared.usecases.read_inbox import Position


def sign_position(
    call: Call[Request, Request], purpose: str, position: Position | None
) -> str | None:
    """Make a cursor; None after the last page."""
    if position is None:
        return None
    moment, key = position
    return _sign(call, purpose, [moment.isoformat(), key])


def open_position(
    call: Call[Request, Request], purpose: str, cursor: str | None
) -> Position | None:
    """Read a cursor; none given begins at the beginning."""
    if cursor is None:
        return None
    moment, key = _open(call, purpose, cursor, "cursor")
    return (datetime.fromisoformat(moment), key)


def sign_watch(call: Call[Request, Request], purpose: str, watch: Watch) -> str:
    """Make the next `since`."""
    return _sign(call, purpose, [watch.at.isoformat(), dict(watch.seen)])


def open_watch(call: Call[Request, Request], purpose: str, since: str) -> Watch:
    """Read a `since`."""
    moment, seen = _open(call, purpose, since, "since")
    return Watch(at=datetime.fromisoformat(moment), seen=seen)


def list_purpose(wanted: InboxFilter, query: str) -> str:
    """One list, filter and search; another list's cursor means nothing here."""
    parts = (getattr(wanted, part.name) for part in fields(wanted))
    return "list|" + "|".join("" if part is None else str(part) for part in (*parts, query))


def watch_purpose(wanted: InboxFilter) -> str:
    """Changes are watched per list, whatever else it is narrowed by."""
    return f"watch|{wanted.place}|{wanted.channel or ''}"


def _sign(call: Call[Request, Request], purpose: str, value: Any) -> str:
    return sign_token(value, key=call.outside.cursor_keys[0], seller=call.seller, purpose=purpose)


def _open(call: Call[Request, Request], purpose: str, token: str, name: str) -> Any:
    keys = call.outside.cursor_keys
    try:
        return open_token(token, keys=keys, seller=call.seller, purpose=purpose)
    except ForgedToken as forged:
        raise invalid(name, "forged", OLD_CURSOR) from forged
