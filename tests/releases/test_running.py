"""Two releases serve side by side: what one stores and queues runs through the other's functions.

Documents and task bodies of the release before go through today's functions, and today's through
its functions, as git still knows them: real entry points, a store that both can open, queues.
"""

import base64
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which
from typing import Any, Self

import pytest

from shared.adapters.keys.local import LocalKeys
from shared.adapters.keys.vault import SealedVault
from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.store.codec import decode_document
from shared.adapters.store.kinds import DocPath, Scope, document_path, key_of, place_of
from shared.adapters.store.plain import Found
from shared.adapters.store.queries import seller_root
from shared.adapters.store.sqlite_log import SqliteLog, load_document
from shared.entrypoint.topology import QUEUE_FUNCTIONS
from tests.builders import SELLER
from tests.functions.callers import Issuer, running_issuer
from tests.releases.__main__ import document_lines, task_lines
from tests.releases.filling import MOMENT
from tests.releases.shapes import KIND_NAMES
from tests.releases.story import play_story, read_document, story_documents, story_tasks
from tests.releases.test_compatibility import RELEASE
from tests.stores import embedded_stores
from tests.tasks_emulator.support import PROJECT, Emulator, run_emulator

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]

ROOT = Path(__file__).parents[2]
CROSSING = Path(__file__).with_name("crossing.py")
KEY = bytes(32)
# Somewhat after what was recorded has happened.
NOW = MOMENT + timedelta(minutes=20)
# What shows that work went on: of each fact of the log lines, these values.
WORKED: dict[str, set[Any]] = {
    # Items stored, drafts written, replies still looked for, syncs and jobs that came to an end.
    "created": {1},
    "state": {"made", "unknown"},
    "method": {"template"},
    "outcome": {"done"},
}
# Texts in these name what code knows by name, and invented ones name nothing.
NAMED = frozenset({"ProductDefects", "Event"})
WB_HOSTS = ("FEEDBACKS", "CHAT", "RETURNS", "COMMON", "CARDS")
NOBODY = "http://127.0.0.1:9"
TICKS = ("plan_sync", "watch_deadlines", "report_quality")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What lies in the store, and what waits in queues, behind their names."""

    documents: dict[DocPath, Found]
    tasks: list[str]

    @classmethod
    def of(cls, made: Iterable[str], bodies: list[str], story: Iterable[str]) -> Self:
        """Every field and every choice: each seller of a task has every document; and a story."""
        named = {json.loads(line.partition(" ")[2]).get("seller", "") for line in bodies} - {""}
        placed = (_place(line, sorted(named - {SELLER})) for line in made)
        documents = {path: found for one in placed for path, found in one}
        return cls(documents | dict(map(read_document, story)), bodies)


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    with running_issuer() as running:
        yield running


@pytest.fixture(scope="module")
def queues(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    table = ("--table", str(ROOT / "infra" / "functions.json"))
    with run_emulator(tmp_path_factory.mktemp("queues"), *table) as running:
        yield running


@pytest.fixture(scope="module")
def code_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code that recorded the release before: the commit that wrote its folder last."""
    if which("git") is None or _git("rev-parse", "--is-shallow-repository") != "false":
        pytest.skip("the release before cannot be run: git knows no history here")
    commit = _git("log", "-1", "--format=%H", "--", str(RELEASE.relative_to(ROOT)))
    folder = tmp_path_factory.mktemp("before")
    packed = folder / "code.tar"
    parts = ("shared", "functions", "infra/firestore.indexes.json")
    _git("archive", f"--output={packed}", commit, *parts)
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder


def test_what_the_release_before_has_left_goes_on_in_todays_functions(
    issuer: Issuer, queues: Emulator, tmp_path: Path
) -> None:
    bodies = [*_read("story_tasks.jsonl"), *_read("tasks.jsonl")]
    before = Recorded.of(_read("documents.jsonl"), bodies, _read("story.jsonl"))

    goes_on(run(ROOT, before, issuer, queues, tmp_path))


def test_what_today_leaves_goes_on_in_the_functions_of_the_release_before(
    code_before: Path, issuer: Issuer, queues: Emulator, tmp_path: Path
) -> None:
    shop = play_story()
    bodies = [*story_tasks(shop), *task_lines()]
    today = Recorded.of(document_lines(), bodies, story_documents(shop))

    goes_on(run(code_before, today, issuer, queues, tmp_path))


def goes_on(results: list[dict[str, Any]]) -> None:
    """Every call ends well, none is given up as hopeless, and what was begun moves."""
    ends = {f"{one['function']} {one['body']}": _end_of(one) for one in results}
    assert {name: end for name, end in ends.items() if end != (200, "task.done")} == {}
    assert {one["function"] for one in results} == {*QUEUE_FUNCTIONS.values(), *TICKS}
    lines = [line for one in results for line in one["lines"]]
    said = {fact: {line[fact] for line in lines if fact in line} for fact in WORKED}
    assert all(wanted <= said[fact] for fact, wanted in WORKED.items()), said


def run(
    code: Path,
    recorded: Recorded,
    issuer: Issuer,
    queues: Emulator,
    folder: Path,
) -> list[dict[str, Any]]:
    """Store all documents, then let every task and every tick come once."""
    store = folder / "store.sqlite"
    fill_store(store, recorded.documents)
    tasks = [line.partition(" ") for line in recorded.tasks]
    calls = [_call(QUEUE_FUNCTIONS[queue], "tasks", body, issuer) for queue, _, body in tasks]
    calls += [_call(function, "scheduler", "", issuer) for function in TICKS]
    listed = folder / "calls.jsonl"
    listed.write_text("".join(f"{json.dumps(call)}\n" for call in calls), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(CROSSING), str(code), str(listed)],
        env=_environment(code, store, issuer, queues),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def fill_store(path: Path, documents: dict[DocPath, Found]) -> None:
    """As they were written; the story's seller has a key that this machine can open."""
    log = SqliteLog(path, 5.0)
    log.write(1, documents)
    log.close()
    stores = embedded_stores(path)
    clock = FixedClock(NOW)
    SealedVault(stores, LocalKeys([KEY])).seal(SELLER, MemoryMarketplaces(clock).issue_token())
    stores.close()


def _place(line: str, sellers: list[str]) -> Iterator[tuple[DocPath, Found]]:
    name, _, body = line.partition(" ")
    kind, data = KIND_NAMES[name], load_document(body)
    place, key = place_of(kind), key_of(decode_document(kind, data))
    shared = place.scope is Scope.SHARED
    if name in NAMED:
        return
    for root in [()] if shared else [seller_root(seller) for seller in sellers]:
        path = document_path(root, place, key)
        yield path, Found(path, data, "1")


def _call(function: str, account: str, body: str, issuer: Issuer) -> dict[str, Any]:
    caller = f"{account}@{PROJECT}.iam.gserviceaccount.com"
    token = issuer.token(f"{NOBODY}/{function}", caller)
    task = {"X-CloudTasks-TaskName": "task"} if account == "tasks" else {}
    headers = {"Authorization": f"Bearer {token}", **task}
    return {"name": function, "body": body, "headers": headers}


def _environment(code: Path, store: Path, issuer: Issuer, queues: Emulator) -> dict[str, str]:
    """What every function may ask for; WB and models are nowhere, the time is the documents'."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(code),
        "ENV": "local",
        "PROJECT": PROJECT,
        "FUNCTION_URL": NOBODY + "/{function}",
        "STORE_BACKEND": "embedded",
        "EMBEDDED_PATH": str(store),
        "INDEXES_PATH": str(code / "infra" / "firestore.indexes.json"),
        "FILES_FOLDER": str(store.with_name("files")),
        "MAIL_FOLDER": str(store.with_name("letters")),
        "MAIL_FROM": "inbox@localhost",
        "LEADS_TO": "owner@localhost",
        "APP_ORIGIN": NOBODY,
        "TOKEN_KEY": f"local:{base64.b64encode(KEY).decode()}",
        "TASKS_EMULATOR": queues.address,
        "OIDC_CERTS_URL": issuer.url,
        **{f"WB_{host}_URL": NOBODY for host in WB_HOSTS},
        "CLOCK_OFFSET_S": str((NOW - datetime.now(UTC)).total_seconds()),
    }


def _end_of(result: dict[str, Any]) -> tuple[int, str]:
    return result["status"], result["lines"][-1]["event"] if result["lines"] else ""


def _read(name: str) -> list[str]:
    return (RELEASE / name).read_text(encoding="utf-8").splitlines()


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
