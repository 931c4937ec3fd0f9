"""A shop with a browser of its own, and the polls of an open list."""

from typing import Any

from tests.functions.api import Browser, World, make_world


def shop() -> tuple[World, Browser]:
    world = make_world()
    return world, world.seller()


def poll(browser: Browser, since: str, **query: Any) -> dict[str, Any]:
    answer = browser.get("/inbox/changes", since=since, **query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body
