"""What guessers of names try: ids beside known ones, cursors, tags, keys that look like paths."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.automatic import RULES
from tests.security.attack import Attack, spread
from tests.security.ground import UNKNOWN, assert_nothing_foreign, route_of, take_ground
from tests.security.matrix import call
from tests.security.passwords import MOST_RATIO, timing_ratio

_ATTEMPTS = 3


def _cursor(made: str) -> None:
    """A cursor that was changed, or made elsewhere or for another list, opens nothing."""
    ground = take_ground()
    real = ground.foreign["list"]
    head, _, tail = real.rpartition(".")
    forged = {
        "flipped": real[:-2] + ("A" if real[-2] != "A" else "B") + real[-1],
        "unsigned": head,
        "another head": f"{'W10' if head else ''}.{tail}",
        "doubled": f"{real}.{tail}",
        "padded": f"{real}=",
        "empty list": "W10.x",
        "long": "x" * 2048,
        "a path": "../../users",
    }
    if made in forged:
        answer = ground.owner.get("/inbox", limit=1, cursor=forged[made])
    else:
        other = {"another view": {"view": "done"}, "another filter": {"rating": "1"}}[made]
        query = {"limit": "1", "cursor": real, **other}
        answer = ground.owner.ask("GET", "/inbox", query=query)
    assert answer.status_code == 422, answer.text


_CURSORS = (
    *("flipped", "unsigned", "another head", "doubled", "padded", "empty list", "long", "a path"),
    *("another view", "another filter"),
)


def _stale_tag(tag: str) -> None:
    """A section is replaced by who has seen it, and by nobody who guesses its tag."""
    ground = take_ground()
    before = ground.snapshot()
    given = tag if tag != "theirs" else ground.stranger.get("/settings/general").headers["ETag"]
    answer = ground.owner.ask(
        "PUT", "/settings/profile", body={"name": "x", "signature": ""}, headers={"If-Match": given}
    )
    assert answer.status_code == 412
    assert_nothing_foreign(answer)
    assert ground.snapshot() == before


BESIDE: Mapping[str, Callable[[str], str]] = {
    "the next one": lambda name: name[:-1] + chr(ord(name[-1]) ^ 1),
    "another head": lambda name: chr(ord(name[0]) ^ 1) + name[1:],
    "cut short": lambda name: name[:-1],
    "longer": lambda name: f"{name}0",
    "upper case": str.upper,
    "reversed": lambda name: name[::-1],
    "one": lambda _: "1",
    "below zero": lambda _: "-1",
    "the market's own id": lambda _: "sid-1-2",
    "a wildcard": lambda _: "*",
    "a reserved name": lambda _: "__all__",
    "a path": lambda name: f"..%2f{name}",
}
_SHOWN = {
    "interaction": "show_interaction",
    "reply": "show_reply",
    "file": "show_file",
    "job": "show_job",
}


def _beside(make: Callable[[str], str]) -> None:
    """Neither the owner nor a stranger finds anything under a name made from a known one."""
    ground = take_ground()
    for kind, name in _SHOWN.items():
        guessed = make(ground.foreign[kind])
        for browser in (ground.owner, ground.stranger):
            answer = call(browser, route_of(name), {kind: guessed})
            assert answer.status_code == 404, f"{kind}: {answer.status_code}"
            assert_nothing_foreign(answer)


def _timing(kind: str) -> None:
    """Whether a thing is there cannot be told by how long the refusal takes."""
    ground, row = take_ground(), route_of(_SHOWN[kind])

    def ask(name: str) -> Callable[[int], object]:
        return lambda _: call(ground.stranger, row, {kind: name})

    ratios = []
    for _ in range(_ATTEMPTS):
        ratios.append(timing_ratio(ask(ground.foreign[kind]), ask(UNKNOWN)))
        if ratios[-1] <= MOST_RATIO:
            return
    raise AssertionError(f"{kind}: {ratios}")


INVENTED: Mapping[str, str] = {
    "a dotted key": "a.b",
    "a field of the document": "hours.opens",
    "a backtick key": "`x`",
    "__proto__": "__proto__",
    "a reserved name": "__name__",
    "a dot": ".",
    "a path": "a/b",
    "nothing": "",
    "a long key": "k" * 1501,
    "a NUL": "a\x00b",
}


def _invented_key(key: str) -> None:
    """Maps of the settings have the keys of a list, and a seller cannot add one."""
    ground = take_ground()
    before = ground.snapshot()
    bodies: dict[str, dict[str, Any]] = {
        "deadlines": {"rows": {key: {"target_minutes": 15, "limit_minutes": 60}}, "hours": None},
        "auto_response": RULES | {"scenarios": {key: "draft"}},
    }
    for section, body in bodies.items():
        page = f"/settings/{section}"
        tag = ground.owner.get(page).headers["ETag"]
        answer = ground.owner.ask("PUT", page, body=body, headers={"If-Match": tag})
        assert answer.status_code in (400, 422), f"{section}: {answer.status_code}"
    assert ground.snapshot() == before


ATTACKS: tuple[Attack, ...] = (
    *spread("like-none", _timing, {f"time of a refusal: {kind}": kind for kind in _SHOWN}),
    *spread("unguessable-ids", _beside, BESIDE),
    *spread("bound-cursors", _cursor, {f"a cursor {made}": made for made in _CURSORS}),
    *spread(
        "bound-cursors", _stale_tag, {f"tag {tag}": tag for tag in ("*x", '"x"', 'W/"0"', "theirs")}
    ),
    *spread("keys-no-paths", _invented_key, {f"in a map: {k}": v for k, v in INVENTED.items()}),
)
