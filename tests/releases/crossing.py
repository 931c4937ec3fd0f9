"""Delivers recorded tasks to the functions of a release, in a process of its own.

It knows nothing of their code but where it lies: `functions/<name>/main.py`. Its output is one JSON
line per call: what was called, the answer's status, and the lines that were logged.
"""

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import functions_framework
from flask.testing import FlaskClient


class Functions:
    """Each one behind the real functions framework, opened when it is first called."""

    def __init__(self, code: Path) -> None:
        self._code = code
        self._open: dict[str, FlaskClient] = {}

    def call(self, name: str, body: str, headers: dict[str, str]) -> dict[str, Any]:
        """Deliver once and tell what came of it."""
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            answer = self._client(name).post("/", data=body, headers=headers)
        lines = [json.loads(line) for line in told.getvalue().splitlines()]
        return {"function": name, "body": body, "status": answer.status_code, "lines": lines}

    def _client(self, name: str) -> FlaskClient:
        if name not in self._open:
            source = self._code / "functions" / name / "main.py"
            app: Any = functions_framework.create_app(name, str(source))  # type: ignore[no-untyped-call]
            self._open[name] = app.test_client()
        return self._open[name]


def main(code: Path, calls: Path) -> int:
    """Make every call of a file, in its order."""
    functions = Functions(code)
    for line in calls.read_text(encoding="utf-8").splitlines():
        result = functions.call(**json.loads(line))
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2])))
