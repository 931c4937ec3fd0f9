"""A seller who connects a cabinet, through the API."""

from typing import Any

from tests.functions.api import Browser, World, make_world


def shop() -> tuple[World, Browser]:
    world = make_world()
    return world, world.seller()


def connect(browser: Browser, token: str) -> Any:
    return browser.ask("PUT", "/cabinet", body={"wb_token": token})


def codes(answer: Any) -> list[str]:
    return [notice["code"] for notice in answer.get_json()["notices"]]
