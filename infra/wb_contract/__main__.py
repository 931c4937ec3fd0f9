"""`make wb-contract` tells whether WB's API is still the one that the connector relies on.

Ends with 0 when nothing has changed, 1 when something has, 2 when it could not be checked.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from infra.wb_contract.findings import Inspection, worst_of
from infra.wb_contract.offline import FILE, inspect_file
from infra.wb_contract.online import SOURCE, Online
from infra.wb_contract.record import Record, load_record
from infra.wb_contract.report import draw_table, make_log_line, make_report, write_json
from shared.adapters.wildberries.calls import WBCalls, open_transports
from shared.adapters.wildberries.hosts import WBHosts

ROOT = Path(__file__).resolve().parents[2]
REPORT, LINE = "wb-contract.json", "wb-contract-line.json"
_HOSTS = ("feedbacks", "chat", "returns")


def main(arguments: list[str] | None = None) -> int:
    """Compare, report, and end with the verdict."""
    parser = argparse.ArgumentParser(prog="python -m infra.wb_contract", description=__doc__)
    parser.add_argument("--mode", choices=("offline", "online", "both"), default="offline")
    parser.add_argument("--out", type=Path, default=ROOT / "build", help="folder of the reports")
    parsed = parser.parse_args(arguments)
    mode, out = parsed.mode, parsed.out
    record = load_record()
    inspections = []
    if mode in ("offline", "both"):
        inspections.append(_attempt(FILE, lambda: inspect_file(record, _openapi_place())))
    if mode in ("online", "both"):
        inspections.append(_attempt(SOURCE, lambda: _inspect_online(record)))
    for one in inspections:
        print(draw_table(one))
    _keep(out / REPORT, write_json(make_report(inspections)))
    line = write_json(make_log_line(inspections))
    _keep(out / LINE, line)
    print(line, flush=True)
    return int(worst_of(inspections))


def _attempt(source: str, inspect: Callable[[], Inspection]) -> Inspection:
    """A crash would end with 1, which says that WB has changed its API."""
    try:
        return inspect()
    except Exception as odd:  # noqa: BLE001 - the edge: whatever WB writes, there is a verdict
        return Inspection(source, unchecked=(f"has an unexpected form: {type(odd).__name__}",))


def _openapi_place() -> Path:
    return ROOT / os.environ.get("INBOX_WB_OPENAPI", "../shared/wb/openapi")


def _inspect_online(record: Record) -> Inspection:
    token = os.environ.get("WB_TOKEN", "")
    if not token:
        return Inspection(SOURCE, unchecked=("WB_TOKEN is not set",))
    elsewhere = {name: os.environ.get(f"WB_{name.upper()}_URL", "") for name in _HOSTS}
    hosts = WBHosts(**{name: url.rstrip("/") for name, url in elsewhere.items() if url})
    calls = WBCalls(open_transports())
    try:
        return Online(record, hosts, calls).inspect(token)
    finally:
        calls.close()


def _keep(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
