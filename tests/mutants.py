"""The safety rules, each taken away in a copy of the tree: a test that passes must then fail.

A mutant is an exact replacement of text; one that does not apply fails the run, because the rule
has moved and nobody knows any more whether it is tested.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from infra.local.screen import say

ROOT = Path(__file__).parents[1]
COPIED = ("shared", "tests", "infra", "functions", "pyproject.toml")
SECONDS = 300
FAILED, PASSED = 1, 0

SEND = "shared/usecases/send_reply.py"
RULES = "shared/domain/replies/dispatch.py"
SYNC = "shared/usecases/sync_channel.py"
STEPS = "shared/usecases/run_steps.py"
CALLS = "shared/adapters/wildberries/calls.py"
DIRECTED = "tests/simulation/test_directed.py::test_"


@dataclass(frozen=True, slots=True)
class Change:
    """One place in one file."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule taken away, and the test that notices."""

    name: str
    changes: tuple[Change, ...]
    test: str


def _one(name: str, path: str, old: str, new: str, test: str) -> Mutant:
    return Mutant(name, (Change(path, old, new),), test)


MUTANTS = (
    _one(
        "no sweeper",
        "shared/usecases/watch_deadlines.py",
        "queued, doubtful = _sweep_replies(numbers, stores=stores, queue=queue, clock=clock)",
        "queued = doubtful = 0",
        DIRECTED + "a_reply_whose_task_is_lost_is_found_by_the_sweep",
    ),
    _one(
        "a lost answer is sent again",
        RULES,
        "return _enter(reply, ReplyState.UNKNOWN, now, outcome.reason, checks=0, due_at=due)",
        "return _retry(reply, due, now, outcome.reason)",
        DIRECTED + "an_answer_that_was_lost_is_looked_for_and_not_sent_again",
    ),
    _one(
        "writes are repeated by the transport",
        CALLS,
        "return _exchange(client, method, url, key, JSON, LARGEST_BODY_BYTES, **content)",
        "try:\n"
        "                return _exchange("
        "client, method, url, key, JSON, LARGEST_BODY_BYTES, **content)\n"
        "            except httpx.TransportError:\n"
        "                return _exchange("
        "client, method, url, key, JSON, LARGEST_BODY_BYTES, **content)",
        DIRECTED + "a_write_is_one_request_whatever_becomes_of_it",
    ),
    _one(
        "a doubtful claim is taken for granted",
        SEND,
        "        if isinstance(error, Unavailable) and current.attempt != attempt:\n"
        "            raise\n"
        "        return current\n",
        "        return claimed if isinstance(error, Unavailable) else current\n",
        DIRECTED + "a_claim_that_may_have_failed_is_read_back",
    ),
    _one(
        "a quiet period of a minute",
        "shared/domain/replies/quiet.py",
        "QUIET_PERIOD = timedelta(minutes=15)",
        "QUIET_PERIOD = timedelta(minutes=1)",
        DIRECTED + "words_that_are_late_and_shown_late_are_waited_for",
    ),
    _one(
        "no zombie guard",
        RULES,
        "return asleep > ZOMBIE_AFTER.total_seconds() or now - claimed_at > ZOMBIE_AFTER",
        "return False",
        DIRECTED + "who_slept_on_a_claim_does_not_send",
    ),
    _one(
        "no fence",
        RULES,
        "return reply.attempt == attempt and reply.state in (",
        "return reply.state in (",
        DIRECTED + "the_late_outcome_of_an_attempt_that_was_replaced_is_ignored",
    ),
    _one(
        "texts are cut",
        SEND,
        "text=reply.text,",
        "text=reply.text[:1000],",
        DIRECTED + "a_long_text_arrives_whole",
    ),
    _one(
        "questions are hidden",
        "shared/adapters/wildberries/cabinet.py",
        '_ANSWERED = "wbRu"',
        '_ANSWERED = "none"',
        DIRECTED + "an_answer_never_hides_its_question",
    ),
    Mutant(
        "the cursor is stored before the items",
        (
            Change(
                STEPS,
                "    for one in run.channels:\n"
                "        if not run.lost:\n"
                "            hand_over(run.reading, one)\n",
                "",
            ),
            Change(
                SYNC,
                "    finish_run(run)\n",
                "    finish_run(run)\n"
                "    from shared.usecases.read_chats import hand_over\n"
                "    for one in run.channels:\n"
                "        hand_over(run.reading, one)\n",
            ),
        ),
        DIRECTED + "what_a_run_had_read_is_stored_before_its_place_in_the_list",
    ),
    _one(
        "pages are counted",
        "shared/domain/sync/walks.py",
        "    if not created:\n        return _skip_on(walk, created, take)\n    newest =",
        "    if created:\n        return replace(walk, skip=walk.skip + take)\n    newest =",
        DIRECTED + "what_leaves_a_list_while_it_is_read_hides_nothing_behind_it",
    ),
    _one(
        "an older reading replaces a newer one",
        "shared/domain/sync/arrivals.py",
        "elif parsed.source.observed_at <= stored.observed_at:",
        "elif stored.observed_at is None:",
        "tests/unit/usecases/test_ingest_page.py::test_an_older_reading_never_replaces_a_newer_one",
    ),
    _one(
        "an item that WB has counts as answered",
        "shared/domain/replies/evidence.py",
        "        return Sight(seen=Seen.NOTHING, exists=answer.exists)\n",
        "        return Sight(seen=Seen.OURS if answer.exists else Seen.NOTHING)\n",
        DIRECTED + "that_wb_has_the_item_proves_no_answer",
    ),
    _one(
        "old sessions are left to the store's own clearing",
        "shared/usecases/keep_session.py",
        "return now < session.expires_at and now",
        "return now",
        "tests/functions/test_inbox_api_accounts.py::test_sessions_end_by_the_product_clock",
    ),
    Mutant(
        "a task's name alone keeps workers apart",
        (
            Change(
                SEND,
                "    if next_move(before.value, now) is not Move.SEND:\n"
                "        return before.value\n"
                "    claimed",
                "    claimed",
            ),
            Change(
                SEND,
                "commit([patch_reply(before, claimed)])",
                "commit([__import__('dataclasses').replace("
                "patch_reply(before, claimed), version=None)])",
            ),
        ),
        DIRECTED + "two_workers_with_one_task_send_once",
    ),
)


def find_survivors(workers: int) -> list[str]:
    """Names of the mutants that live; RuntimeError where nothing can be said."""
    with _copies(workers) as copies:
        _check_clean(copies)
        with ThreadPoolExecutor(workers) as pool:
            ends = pool.map(lambda mutant: _try_mutant(mutant, copies), MUTANTS)
            return [mutant.name for mutant, lives in zip(MUTANTS, ends, strict=True) if lives]


@contextmanager
def _copies(number: int) -> Iterator["Queue[Path]"]:
    with tempfile.TemporaryDirectory() as folder:
        copies: Queue[Path] = Queue()
        for index in range(number):
            copy = Path(folder) / str(index)
            _copy_tree(copy)
            copies.put(copy)
        yield copies


def _copy_tree(copy: Path) -> None:
    copy.mkdir()
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", ".*")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=ignored, symlinks=True)
        else:
            shutil.copy(source, copy / name)


def _check_clean(copies: "Queue[Path]") -> None:
    """The tests pass where every rule is in its place."""
    copy = copies.get()
    code = _run_tests(copy, *sorted({mutant.test for mutant in MUTANTS}))
    copies.put(copy)
    if code != PASSED:
        raise RuntimeError(f"the tests of the mutants fail without a mutant (exit {code})")


def _try_mutant(mutant: Mutant, copies: "Queue[Path]") -> bool:
    copy = copies.get()
    try:
        return _lives(mutant, copy)
    finally:
        copies.put(copy)


def _lives(mutant: Mutant, copy: Path) -> bool:
    before = {change.path: (copy / change.path).read_text() for change in mutant.changes}
    for change in mutant.changes:
        text = (copy / change.path).read_text()
        if text.count(change.old) != 1:
            raise RuntimeError(f"the mutant «{mutant.name}» does not apply to {change.path}")
        (copy / change.path).write_text(text.replace(change.old, change.new))
    code = _run_tests(copy, mutant.test)
    for path, text in before.items():
        (copy / path).write_text(text)
    if code not in (PASSED, FAILED):
        raise RuntimeError(f"the test of the mutant «{mutant.name}» cannot run (exit {code})")
    say(f"{'LIVES ' if code == PASSED else 'killed'}  {mutant.name}  ← {mutant.test}")
    return code == PASSED


def _run_tests(copy: Path, *tests: str) -> int:
    """A test of its own process: modules are read anew, and never from the tree itself."""
    flags = ["-q", "-x", "--no-header", "-p", "no:cacheprovider", "-p", "no:randomly"]
    return subprocess.run(
        [sys.executable, "-B", "-m", "pytest", *flags, *tests],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "CI": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS,
        check=False,
    ).returncode


def main() -> int:
    """Fail when one lives."""
    survivors = find_survivors(os.cpu_count() or 1)
    say(f"mutants {len(MUTANTS)}, alive {len(survivors)}")
    return int(bool(survivors))


if __name__ == "__main__":
    sys.exit(main())
