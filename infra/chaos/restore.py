"""C15: the store is lost, and an older copy of it does not know what has been sent since."""

import time

from infra.chaos.ground import Ground
from infra.chaos.load import Load
from infra.chaos.shop import FINAL, Shop
from infra.local.screen import say

# Replies that the older copy believes to be waiting.
KEPT = 4
# The third look comes after seven and a half minutes of the product's clock.
_WITHIN_S = 150.0
_POLL_S = 0.5


def lose_store(ground: Ground, shop: Shop, load: Load) -> int:
    """One restore as an operator does it: on hold, look, go on; 1 when the copy was really old."""
    ground.switch("paused")
    replies = load.approve_some(KEPT)
    ground.emulator.export()
    ground.switch("running")
    was_sent = _wait(shop, replies, ("sent", "confirmed"))
    moment = ground.now()
    ground.switch(f"paused {moment}")
    ground.emulator.go_back()
    was_old = _wait(shop, replies, ("approved", "unknown"))
    found = _wait(shop, replies, tuple(FINAL))
    ground.switch(f"running {moment}")
    passed = was_sent and was_old and found
    say(f"  C15 {'passed' if passed else 'not passed'}")
    return int(passed)


def _wait(shop: Shop, replies: list[str], states: tuple[str, ...]) -> bool:
    """Whether all replies come to be in one of the states."""
    until = time.monotonic() + _WITHIN_S
    while time.monotonic() < until:
        shown = [shop.look_at(reply) for reply in replies]
        if all(one and one["state"] in states for one in shown):
            return True
        time.sleep(_POLL_S)
    return False
