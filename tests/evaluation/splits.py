"""The lines that are kept here: where they lie, whether they are as committed, what is real."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.evaluation.lines import Line, Reading, read_lines

FOLDER = Path(__file__).parent
DEVELOPMENT, PRACTICE, UNSEEN, TEST = "development", "practice", "unseen", "test"
HASHES = "SHA256"
TRAPS = FOLDER / "traps.tsv"


def read_split(name: str, texts: Mapping[str, str]) -> Reading:
    """All files of a split as one."""
    readings = [read_lines(path, texts) for path in sorted((FOLDER / name).glob("*.tsv"))]
    lines = tuple(line for reading in readings for line in reading.lines)
    return Reading(lines, sum(reading.absent for reading in readings))


def find_changes(folder: Path) -> list[str]:
    """Files of the split that are not what was committed before the rules were written."""
    told = folder / HASHES
    if not told.is_file():
        return [f"{HASHES} is missing"]
    rows = [row.split() for row in told.read_text().splitlines() if row.strip()]
    known = {row[-1].rpartition("/")[2].lstrip("*"): row[0] for row in rows}
    found = {path.name: _hash_file(path) for path in sorted(folder.glob("*.tsv"))}
    return sorted(
        name for name in known.keys() | found.keys() if known.get(name) != found.get(name)
    )


def real_share(lines: Sequence[Line]) -> float:
    """The part of the lines whose text a buyer wrote, counting each line."""
    return sum(line.real for line in lines) / len(lines) if lines else 0.0


def _hash_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
