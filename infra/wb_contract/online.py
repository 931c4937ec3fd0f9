"""Our record against what WB answers now: one cheap reading per section of its documentation."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from infra.wb_contract.findings import Finding, Inspection
from infra.wb_contract.record import Record
from infra.wb_contract.requests import kind_of
from infra.wb_contract.shapes import NULL_MARK
from shared.adapters.wildberries.calls import Answered, WBCalls, WBKey
from shared.adapters.wildberries.hosts import WBHosts
from shared.adapters.wildberries.tokens import bare_token, read_token
from shared.domain.accounts.tokens import Scope, TokenFacts, TokenKind
from shared.domain.errors import InboxError, Rejected
from shared.domain.sync.budget import rate_of
from shared.domain.sync.category import Category

SOURCE = "WB's answers"
# What WB's documentation lets an item leave out, or its own example does.
MAY_BE_ABSENT = frozenset(
    {
        "data.feedbacks[].orderStatus",
        "result.events[].message",
        "result.events[].message.attachments",
        "result.events[].source",
        "result.events[].replySign",
        "result.events[].clientName",
        "claims[].wb_comment",
        "claims[].imt_name",
    }
)
_ABSENT = "absent"
# Room between two calls, as if all were of the fastest bucket of a full token.
PAUSE_SECONDS = rate_of(Category.FEEDBACKS, TokenKind.SERVICE).interval.total_seconds()

Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Probe:
    """One reading, and the right and the bucket that it needs."""

    operation: str
    scope: Scope
    params: Mapping[str, str]


_FEW = {"isAnswered": "true", "take": "20", "skip": "0", "order": "dateDesc"}
PROBES = (
    Probe("GET /api/v1/feedbacks", Scope.FEEDBACKS, _FEW),
    Probe("GET /api/v1/questions", Scope.FEEDBACKS, _FEW),
    Probe("GET /api/v1/seller/chats", Scope.CHATS, {}),
    Probe("GET /api/v1/claims", Scope.RETURNS, {"is_archive": "false", "limit": "1"}),
)


class Online:
    """Asks with one seller's token; of what comes back only shapes are kept."""

    def __init__(
        self, record: Record, hosts: WBHosts, calls: WBCalls, *, sleep: Sleep = time.sleep
    ) -> None:
        self._operations = record["operations"]
        self._hosts = {
            Scope.FEEDBACKS: hosts.feedbacks,
            Scope.CHATS: hosts.chat,
            Scope.RETURNS: hosts.returns,
        }
        self._calls = calls
        self._sleep = sleep

    def inspect(self, token: str) -> Inspection:
        """Make the readings that the token allows; none is repeated, whatever it answers."""
        try:
            facts, key = read_token(token), WBKey(bare_token(token))
        except Rejected:
            return Inspection(SOURCE, unchecked=("WB_TOKEN is no WB token",))
        closed = tuple(f"{scope}: WB_TOKEN has no right to it" for scope in _closed(facts))
        asked = self._ask_all(facts, key)
        if not asked:
            return Inspection(SOURCE, unchecked=closed)
        return Inspection(
            SOURCE,
            findings=tuple(finding for one in asked for finding in one.findings),
            unchecked=tuple(reason for one in asked for reason in one.unchecked),
            notes=(*closed, *(note for one in asked for note in one.notes)),
        )

    def _ask_all(self, facts: TokenFacts, key: WBKey) -> list[Inspection]:
        """Where one call was refused, the next would be too."""
        asked: list[Inspection] = []
        refused: set[Scope] = set()
        for probe in _allowed(facts):
            if probe.scope in refused:
                continue
            if asked:
                self._sleep(PAUSE_SECONDS)
            asked.append(self._ask(probe, key))
            if asked[-1].unchecked:
                refused.add(probe.scope)
        return asked

    def _ask(self, probe: Probe, key: WBKey) -> Inspection:
        name = probe.operation
        url = self._hosts[probe.scope] + name.removeprefix("GET ")
        try:
            answered = self._calls.read(url, key, probe.params)
        except InboxError as lost:
            return Inspection(name, unchecked=(f"{name}: {type(lost).__name__}",))
        if answered.status == HTTPStatus.NOT_FOUND:
            return Inspection(name, findings=(Finding(name, "operation", "is gone", "200", "404"),))
        if answered.status != HTTPStatus.OK:
            return Inspection(name, unchecked=(f"{name}: WB answered {answered.status}",))
        body, entry = _parse(answered), self._operations[name]
        if body is None:
            found = (Finding(name, "body", "is no JSON object", "object"),)
            return Inspection(name, findings=found)
        return Inspection(
            name,
            findings=tuple(compare_body(name, entry, body)),
            notes=tuple(_unseen(name, entry, body)),
        )


def compare_body(operation: str, entry: dict[str, Any], body: Any) -> Iterator[Finding]:
    """Every field that we read: there, of its type, among its values; no value is named."""
    for path, kind in entry["reads"].items():
        found = list(_values_at(body, path))
        kinds = {_ABSENT if value is _MISSING else kind_of(value) for value in found}
        bare, nullable = kind.removesuffix(NULL_MARK), kind.endswith(NULL_MARK)
        if _ABSENT in kinds and path not in MAY_BE_ABSENT:
            yield Finding(operation, path, "field is gone", bare, _ABSENT)
        if "null" in kinds and not nullable:
            yield Finding(operation, path, "may be null now", bare, "null")
        others = {one for one in kinds - {_ABSENT, "null"} if not _is_a(one, bare)}
        if others:
            yield Finding(operation, path, "type changed", bare, ", ".join(sorted(others)))
        known = entry["values"].get(path)
        if known and any(isinstance(value, str) and value not in known for value in found):
            yield Finding(operation, path, "new value", ", ".join(known), "one that we do not know")


class _Missing:
    """Marks a field that an object does not have."""


_MISSING = _Missing()


def _values_at(body: Any, path: str) -> Iterator[Any]:
    """What stands at a path in every object that could have it."""
    head, _, rest = path.partition(".")
    if not isinstance(body, dict):
        return
    value = body.get(head.removesuffix("[]"), _MISSING)
    if not rest:
        yield value
    elif not head.endswith("[]"):
        yield from _values_at(value, rest)
    elif isinstance(value, list):
        for one in value:
            yield from _values_at(one, rest)


def _unseen(operation: str, entry: dict[str, Any], body: Any) -> Iterator[str]:
    """Lists that came empty, so that nothing can be said of what they hold."""
    for path, kind in entry["reads"].items():
        lists = [value for value in _values_at(body, path) if isinstance(value, list)]
        if kind.startswith("array") and lists and not any(lists):
            yield f"{operation}: {path} came empty"


def _is_a(found: str, expected: str) -> bool:
    return found == expected or (found == "integer" and expected == "number")


def _closed(facts: TokenFacts) -> list[Scope]:
    rights = {
        Scope.FEEDBACKS: facts.feedbacks,
        Scope.CHATS: facts.chats,
        Scope.RETURNS: facts.returns,
    }
    return [scope for scope, is_open in rights.items() if not is_open]


def _allowed(facts: TokenFacts) -> Iterator[Probe]:
    """A Base token has a call or five an hour: one each must do."""
    spent = set(_closed(facts))
    for probe in PROBES:
        if probe.scope in spent:
            continue
        if facts.kind is TokenKind.BASE:
            spent.add(probe.scope)
        yield probe


def _parse(answered: Answered) -> dict[str, Any] | None:
    try:
        body = json.loads(answered.body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
