"""What was received: tests compare texts byte for byte with this log."""

import json
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from hashlib import sha256
from typing import Any

from werkzeug.wrappers import Request

KEPT = 100_000


@dataclass(slots=True, kw_only=True)
class Call:
    """One request and what became of it."""

    seq: int = 0
    time: str = ""
    at: float = 0.0
    method: str
    path: str
    query: dict[str, str]
    operation: str
    status: int | None = None
    seller: str | None = None
    took_effect: bool = False
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    body: Any = None


@dataclass
class CallLog:
    """The newest calls, and counters that never forget."""

    _calls: deque[Call] = field(default_factory=lambda: deque(maxlen=KEPT))
    _statuses: Counter[str] = field(default_factory=Counter)
    _seq: int = 0

    def add(self, call: Call) -> None:
        """Numbers grow by one, so ``since`` never misses a call."""
        self._seq += 1
        call.seq = self._seq
        self._calls.append(call)
        self._statuses[str(call.status or "none")] += 1

    def since(self, seq: int, *, operation: str, seller: str | None) -> list[dict[str, Any]]:
        """Calls after ``seq`` whose operation fits the pattern."""
        return [
            asdict(call)
            for call in self._calls
            if call.seq > seq
            and fnmatchcase(call.operation, operation)
            and seller in (None, call.seller)
        ]

    def last_seq(self) -> int:
        """Where to read on from."""
        return self._seq

    def statuses(self) -> dict[str, int]:
        """Answers by status since the start or the last clearing."""
        return dict(self._statuses)

    def clear(self) -> None:
        """Numbers go on."""
        self._calls.clear()
        self._statuses.clear()


def describe_body(request: Request) -> Any:
    """JSON as it came and parsed, forms by field, files by hash; reads carry none."""
    if request.method == "GET":
        return None
    if request.mimetype == "multipart/form-data":
        return {"form": request.form.to_dict(), "files": describe_files(request)}
    raw = request.get_data(as_text=False)
    text = raw.decode("utf-8", errors="replace")
    try:
        parsed = json.loads(text)
    except ValueError:
        parsed = None
    return {"text": text, "json": parsed}


def describe_files(request: Request) -> list[dict[str, Any]]:
    """Files are identified, never stored in the log."""
    found = []
    for name, file in request.files.items(multi=True):
        content = file.stream.read()
        file.stream.seek(0)
        found.append(
            {
                "field": name,
                "name": file.filename,
                "content_type": file.content_type,
                "size": len(content),
                "sha256": sha256(content).hexdigest(),
            }
        )
    return found
