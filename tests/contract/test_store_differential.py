"""The embedded store and Firestore answer every random sequence alike.

STORE_SEQUENCES sets how many sequences are tried at most, STORE_SECONDS for how long (0 for no
limit), STORE_SEED where the dice begin.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import pytest

from shared.adapters.store.embedded import EmbeddedDatabase
from shared.adapters.store.firestore import FirestoreDatabase
from shared.adapters.store.kinds import DocPath
from shared.adapters.store.plain import Database, DocQuery, Found, SetDoc
from shared.adapters.store.sqlite_log import dump_document
from shared.domain.errors import InboxError
from tests.contract.store_dice import NAMES, Dice, Versions, pick_query, pick_writes

SEQUENCES = int(os.environ.get("STORE_SEQUENCES", "2000"))
SECONDS = float(os.environ.get("STORE_SECONDS", "45"))
LEAST = 100
SEED = int(os.environ.get("STORE_SEED", "20261122"))
ROUND = 20
COMMITS = 6
QUERIES = 6


@pytest.mark.emulator
@pytest.mark.timeout(3600)
def test_both_stores_answer_random_sequences_alike(emulator_project: str) -> None:
    from google.cloud.firestore import Client

    embedded = EmbeddedDatabase(None, None)
    started, played, found = time.monotonic(), 0, 0
    while played < SEQUENCES and (played < LEAST or not is_over(started)):
        # The emulator walks through a whole database for a group query, so it gets small ones.
        firestore = FirestoreDatabase(Client(project=f"{emulator_project}-{played}"))
        for number in range(played, played + ROUND):
            found += play(embedded, firestore, SEED + number)
        played += ROUND

    assert found > played, "most queries found nothing, so that little was compared"


def is_over(started: float) -> bool:
    return bool(SECONDS) and time.monotonic() - started > SECONDS


def play(embedded: Database, firestore: Database, seed: int) -> int:
    """One sequence in collections of its own; tells how many documents its queries found."""
    dice = Dice.seeded(seed)
    things: DocPath = ("sellers", f"s{seed}", "things")
    group = f"parts{seed}"
    names = dice.random.sample(NAMES, 6)
    paths = [(*things, name) for name in names]
    paths += [(*things, name, group, part) for name in names[:2] for part in names[:2]]
    versions = Versions()
    found = 0
    first = [SetDoc(path, dice.document(), None) for path in paths]
    embedded.commit(first)
    firestore.commit(first)
    for step in range(COMMITS):
        left, right = pick_writes(paths, versions, dice)
        ends = (
            outcome(partial(embedded.commit, left)),
            outcome(partial(firestore.commit, right)),
        )
        assert ends[0] == ends[1], (seed, step, left)
        documents = compare_documents(embedded, firestore, paths, versions, (seed, step, left))
        for _ in range(QUERIES // COMMITS + (step == COMMITS - 1) * QUERIES):
            collection = dice.random.choice((things, things, (group,), (*paths[0], group)))
            query = pick_query(collection, documents, dice)
            found += compare_query(embedded, firestore, query, seed)
    return found


def compare_documents(
    embedded: Database,
    firestore: Database,
    paths: Sequence[DocPath],
    versions: Versions,
    context: Any,
) -> list[tuple[DocPath, dict[str, Any]]]:
    """Same documents, and each has a new version in both stores or in neither."""
    left = {found.path: found for found in embedded.read(paths)}
    right = {found.path: found for found in firestore.read(paths)}
    assert spell(left.values()) == spell(right.values()), context
    for path, mine in left.items():
        pair = (mine.version, right[path].version)
        known = versions.seen.setdefault(path, [])
        if known:
            assert (pair[0] == known[-1][0]) == (pair[1] == known[-1][1]), (context, path)
        if pair not in known:
            known.append(pair)
    for path in versions.seen.keys() - left.keys():
        versions.seen[path].append(("0", "2026-01-01T00:00:00.000001Z"))
    return [(path, found.data) for path, found in left.items()]


def compare_query(embedded: Database, firestore: Database, query: DocQuery, seed: int) -> int:
    left, right = outcome(partial(ask, embedded, query)), outcome(partial(ask, firestore, query))
    assert left == right, (seed, query)
    if query.after is None:
        left_count = outcome(partial(embedded.count, query))
        assert left_count == outcome(partial(firestore.count, query)), (seed, query)
    return len(left) if isinstance(left, list) else 0


def ask(database: Database, query: DocQuery) -> list[tuple[DocPath, str]]:
    return [(found.path, dump_document(found.data)) for found in database.query(query)]


def outcome(act: Callable[[], Any]) -> Any:
    """What an operation gives, or the class of its refusal."""
    try:
        return act()
    except InboxError as error:
        return type(error).__name__


def spell(documents: Iterable[Found]) -> dict[DocPath, str]:
    return {found.path: dump_document(found.data) for found in documents}
