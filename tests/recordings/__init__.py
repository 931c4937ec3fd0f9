"""Bodies in the shapes of WB's answers; the people in them are invented."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def recording(name: str) -> Any:
    """One recorded body, fresh for every test."""
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))
