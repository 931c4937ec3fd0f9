"""The committed record of what we rely on, made from our own models and requests."""

import json
from pathlib import Path
from typing import Any

from infra.wb_contract.operations import OPERATIONS, Operation
from infra.wb_contract.requests import observe_requests
from shared.adapters.wildberries.answers import DENIALS
from shared.domain.accounts.tokens import TokenKind
from shared.domain.sync.budget import rate_of

RECORD = Path(__file__).with_name("expected.json")
PROBLEM, JSON = "application/problem+json", "application/json"
_TOO_MANY = 429
_FORBIDDEN = 403
_LIFTED = (TokenKind.PERSONAL, TokenKind.SERVICE, TokenKind.BASE_SECRET)

Record = dict[str, Any]


def make_record(_: str = "") -> str:
    """Write the record as text; an operation that we send and do not describe is an error."""
    sent = observe_requests()
    undescribed = sent.keys() ^ OPERATIONS.keys()
    if undescribed:
        raise LookupError(f"described or sent, but not both: {sorted(undescribed)}")
    operations = {
        name: {
            "host": request.host,
            "content_type": request.content_type,
            "sends": request.fields,
            "words": request.words,
            "bounds": {place: list(pair) for place, pair in OPERATIONS[name].bounds.items()},
            "reads": OPERATIONS[name].reads(),
            "values": OPERATIONS[name].values(),
            "rates": _rates(OPERATIONS[name]),
        }
        for name, request in sent.items()
    }
    record = {"refusals": _refusals(), "operations": operations}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def load_record() -> Record:
    """Read the committed record."""
    record: Record = json.loads(RECORD.read_text(encoding="utf-8"))
    return record


def _refusals() -> dict[str, list[str]]:
    """The forms that we expect a refusal in; the first is documented everywhere."""
    statuses = sorted({*map(int, DENIALS), _TOO_MANY})
    return {
        str(status): [PROBLEM, JSON] if status == _FORBIDDEN else [PROBLEM] for status in statuses
    }


def _rates(operation: Operation) -> dict[str, dict[str, int]]:
    if operation.rate is None:
        return {}
    kinds = (*_LIFTED, TokenKind.BASE) if operation.base_rate else _LIFTED
    rates = {kind: rate_of(operation.rate, kind) for kind in kinds}
    return {
        kind.value: {
            "burst": rate.burst,
            "interval_ms": round(rate.interval.total_seconds() * 1000),
        }
        for kind, rate in rates.items()
    }
