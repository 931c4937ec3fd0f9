"""One JSON object per event on standard error."""

import json
import logging
from datetime import UTC, datetime
from typing import Final

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JSONFormatter(logging.Formatter):
    """Writes the message and the facts given with it, under the names that Cloud Logging reads."""

    def format(self, record: logging.LogRecord) -> str:
        """One line without line breaks."""
        facts = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "severity": record.levelname,
            "part": "tasks",
            "message": record.getMessage(),
            **facts,
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def start_logging() -> None:
    """Send this process's events to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JSONFormatter())
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    # The HTTP client tells of every request, address included; the server of its own start.
    for talkative in ("httpx", "uvicorn"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
