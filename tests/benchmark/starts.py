"""How long each function takes to start, beside a bare function of the same client libraries.

Each start is a process of its own that imports the function as the framework does and connects
what it connects on its first request. The processor's seconds are compared: on a machine with
other work, time on the wall would measure that. Even these seconds depend on what else the machine
does, so ours and the bare function start in turn, and a ratio is the middle one of those of pairs.

What a start leaves for later is told beside it: `later` loads every other module of ours that the
function may ever need, in one go, and `first` is a first page of the inbox, served.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from infra.probe import probe_settings
from tests.architecture.imports import reachable_modules, reachable_names
from tests.benchmark.numbers import Figures

ROOT = Path(__file__).parents[2]
FUNCTIONS = tuple(sorted(path.parent.name for path in ROOT.glob("functions/*/main.py")))
# Libraries that talk to the outside, check who calls and read what came; what else a function
# imports is its own choice.
CLIENTS = (
    "google.cloud.firestore",
    "google.cloud.tasks_v2",
    "google.cloud.storage",
    "httpx",
    "jwt",
    "pydantic",
)
_PAGE_KB = 4
_PAIR = ("ours", "clients")
# What is told beside the bar starts in every third round alone.
_BESIDE = ("shaped", "libraries", "later")
_BESIDE_EVERY = 3
_OURS = """
import sys
from functions_framework import create_app
create_app(target={name!r}, source="functions/{name}/main.py")
IMPORTED = spent()
import main
main.outside()
"""
_BARE = """
import functions_framework, sys
for wanted in {modules!r}:
    __import__(wanted)
from google.cloud import firestore
firestore.Client(project="bare")
if "google.cloud.tasks_v2" in {modules!r}:
    import grpc
    from google.cloud import tasks_v2
    from google.cloud.tasks_v2.services.cloud_tasks.transports import CloudTasksGrpcTransport
    channel = grpc.insecure_channel("127.0.0.1:9")
    tasks_v2.CloudTasksClient(transport=CloudTasksGrpcTransport(channel=channel))
from functions_framework import create_app
create_app(target="bare", source={source!r})
IMPORTED = spent()
"""
# The package pydantic is empty until one of its names is asked for.
_SHAPE = """
from pydantic import BaseModel
class Body(BaseModel):
    id: str
"""
_LATER = """
import importlib
for wanted in {modules!r}:
    importlib.import_module(wanted)
"""
_FIRST = """
from datetime import timedelta
import flask
from shared.domain.accounts.sign_in import Session
from shared.domain.ids import hash_text
from shared.ports import Create
token, now = "t" * 43, main.outside().clock.now()
session = Session(
    id=hash_text(token), seller="bench", user="bench", created_at=now, seen_at=now,
    expires_at=now + timedelta(hours=1), device="",
)
main.outside().stores.shared().commit([Create(session)])
IMPORTED = spent()
with flask.Flask("bench").test_request_context(
    "/api/inbox", headers={{"Cookie": "session=" + token}}
):
    assert main.inbox_api(flask.request).status_code == 200
"""
_BEFORE = """
import resource
def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
"""
_AFTER = """
import json
pages = int(open("/proc/self/statm").read().split()[1])
print(json.dumps([IMPORTED, spent(), pages, sorted(sys.modules)]))
"""
_HANDLER = "import functions_framework\n@functions_framework.http\ndef bare(_): return 'ok'\n"


def measure_starts(rounds: int, folder: Path, names: tuple[str, ...] = FUNCTIONS) -> Figures:
    """Medians per function, of so many pairs; the ratios are to three bare starts.

    One has the clients, one reads besides a body of one shape, one has every library.
    """
    source = folder / "main.py"
    source.write_text(_HANDLER)
    figures: Figures = {}
    for name in names:
        figures |= _measure(name, rounds, str(source))
    if "inbox_api" in names:
        figures["cold_inbox_api_first_ms"] = _measure_first(rounds)
    for ratio in ("ratio", "shaped_ratio", "libraries_ratio"):
        worst = max(figures[f"cold_{name}_{ratio}"] for name in names)
        figures[f"cold_start_{ratio}_max"] = worst
    return figures


def _measure(name: str, rounds: int, source: str) -> Figures:
    ours = _OURS.format(name=name)
    *_, loaded = _run(ours)
    libraries = sorted(reachable_names(ROOT / "functions" / name / "main.py") & set(loaded))
    foreign = [one for one in libraries if one.partition(".")[0] not in sys.stdlib_module_names]
    bare = _BARE.format(modules=[one for one in CLIENTS if one in loaded], source=source)
    codes = {
        "ours": ours,
        "clients": bare,
        "shaped": _SHAPE + bare,
        "libraries": _BARE.format(modules=foreign, source=source),
        "later": ours + _LATER.format(modules=_own_modules(name)),
    }
    taken = _take_rounds(codes, rounds)
    imported, ready, pages = (
        median(column) for column in zip(*taken["ours"].values(), strict=True)
    )
    spent = {kind: {turn: row[1] for turn, row in rows.items()} for kind, rows in taken.items()}
    later = median(done - spent["ours"][turn] for turn, done in spent["later"].items())
    return {
        f"cold_{name}_import_s": round(imported, 2),
        f"cold_{name}_s": round(ready, 2),
        f"cold_{name}_mb": round(pages * _PAGE_KB / 1024),
        f"cold_{name}_later_s": round(later, 2),
        f"cold_{name}_ratio": compare_pairs(spent["ours"], spent["clients"]),
        f"cold_{name}_shaped_ratio": compare_pairs(spent["ours"], spent["shaped"]),
        f"cold_{name}_libraries_ratio": compare_pairs(spent["ours"], spent["libraries"]),
    }


def _take_rounds(codes: Mapping[str, str], rounds: int) -> dict[str, dict[int, list[float]]]:
    """What each start cost by its round; whoever begins one round ends the next."""
    taken: dict[str, dict[int, list[float]]] = {kind: {} for kind in codes}
    for turn in range(rounds):
        kinds = _PAIR if turn % _BESIDE_EVERY else (*_PAIR, *_BESIDE)
        for kind in kinds if turn % 2 else reversed(kinds):
            taken[kind][turn] = _run(codes[kind])[:3]
    return taken


def compare_pairs(ours: Mapping[int, float], other: Mapping[int, float]) -> float:
    """The middle ratio of what was measured in one round; a slow minute touches both sides."""
    return round(median(ours[turn] / spent for turn, spent in other.items()), 2)


def _own_modules(name: str) -> list[str]:
    return sorted(reachable_modules(ROOT / "functions" / name / "main.py"))


def _measure_first(rounds: int) -> int:
    """The processor's milliseconds from a connected function to the first page of an inbox."""
    code = _OURS.format(name="inbox_api") + _FIRST.format()
    settings = {"STORE_BACKEND": "embedded"}
    taken = [_run(code, settings) for _ in range(rounds)]
    return round(median(done - begun for begun, done, *_ in taken) * 1000)


def _run(code: str, more: Mapping[str, str] | None = None) -> list:
    settings = {
        "SMTP_URL": "smtp://127.0.0.1:9",
        "MAIL_FROM": "bench@example.com",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [sys.executable, "-c", _BEFORE + code + _AFTER],
        cwd=ROOT,
        env=probe_settings(9) | settings | dict(more or {}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
