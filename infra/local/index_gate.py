"""Compares the indexes that the emulator saw being needed with those that are declared.

The emulator runs every query and only writes down what production would have needed
(`:indexUsage`, which Google does not document; the emulator's version is therefore shown).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import httpx

from shared.adapters.store.indexes import Index, Indexes, Need

_CALL_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is needed and not declared, and what is declared and not needed."""

    missing: tuple[Index, ...]
    unused: tuple[Index, ...]

    @property
    def is_exact(self) -> bool:
        """Whether declaration and use agree."""
        return not self.missing and not self.unused

    def describe(self) -> str:
        """One line for each disagreement."""
        lines = [f"missing: {index.as_json()}" for index in self.missing]
        lines += [f"unused: {index.as_json()}" for index in self.unused]
        return "\n".join(lines)


def read_index_usage(host: str, project: str, database: str = "(default)") -> frozenset[Index]:
    """Ask the emulator which indexes the queries of one project would have needed."""
    answer = httpx.get(
        f"http://{host}/emulator/v1/projects/{project}:indexUsage",
        params={"database": f"projects/{project}/databases/{database}"},
        timeout=_CALL_SECONDS,
        trust_env=False,
    )
    answer.raise_for_status()
    reports = answer.json().get("reports", [])
    return frozenset(
        Index.parse({**report["index"], "collectionGroup": _collection_of(report["index"]["name"])})
        for report in reports
    )


def check_index_coverage(needed: Iterable[Index], declared: Indexes) -> Coverage:
    """An index is covered by itself or by declared ones that Firestore would merge."""
    missing, used = [], set[Index]()
    for index in sorted(needed, key=str):
        serving = _serving(index, declared)
        if serving is None:
            missing.append(index)
        else:
            used |= serving
    unused = sorted(declared.composites - used, key=str)
    return Coverage(tuple(missing), tuple(unused))


def _serving(index: Index, declared: Indexes) -> frozenset[Index] | None:
    """Guess which fields a query pinned and which it sorted by, for the report does not say.

    That all but the last were pinned is the most likely, and tried first.
    """
    count = len(index.fields)
    for pinned in (count - 1, count, *range(count - 2, -1, -1)):
        need = Need(
            index.collection, index.scope, frozenset(index.fields[:pinned]), index.fields[pinned:]
        )
        serving = declared.serving(need)
        if serving is not None:
            return serving
    return None


def _collection_of(name: str) -> str:
    """Read the collection out of an index's resource name."""
    return name.rpartition("/collectionGroups/")[2].partition("/")[0]
