"""Looks for keys in the tracked tree and in every line that history ever added.

Known forms are known by their shape, a signed token by what it decodes to, and all the rest by how
random it looks. `audit_allowed.json` excuses a find by the hash of it, and files that are made of
random-looking numbers by their path; both until a day, with the reason.
"""

import hashlib
import json
import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

ROOT = Path(__file__).parents[2]
ALLOWED = Path(__file__).parent / "audit_allowed.json"
_PATIENCE_S = 60
# Guessing by words such as `password` finds names, not secrets, in typed code; randomness is
# measured here, over whole lines and not only between quotes.
_GUESSERS = ("Entropy", "Keyword", "IPPublic")
# Put together here, so that the scan does not find its own controls in this file.
CONTROLS = {
    "a key of a cloud": "aws_key = 'AKIA" + "IOSFODNN7" + "QRSTUVW'",
    "a private key": "-----BEGIN RSA PRIVATE" + " KEY-----",
    "a private key of a curve": "-----BEGIN EC PRIVATE" + " KEY-----",
    "a token of a code host": "token = 'ghp_" + "a1B2" * 9 + "'",
    "a token of the market": "WB_TOKEN=eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9"
    ".eyJzaWQiOiJ4IiwiZXhwIjoxODAwMDAwMDAwfQ" + ".c2lnbmF0dXJl",
    "random bytes": "curl -H 'X-Key: " + "q7Zt0+Vx9LmK2/hRw4" + "PbYcJ8sGdN5eFuTzA1'",
    "random letters": "CURSOR_KEY: " + "Zr8kQwN3vT6yLp0XmB" + "5cHs9Jd2FgUeRt7Ai4",
    "random hex digits": 'secret = "' + "9f86d081884c7d659a2feaa0c55ad015" + 'a3bf4f1b"',
}
# What documentation writes where a secret stands.
_PLACEHOLDERS = ("password", "pass")
_RUN = re.compile(r"[A-Za-z0-9+/_-]{32,}={0,2}")
# What proves the content of a package is random, and no secret.
_DIGEST = re.compile(r"sha(?:1|256|384|512)[-:][A-Za-z0-9+/=]+")
_HEX = re.compile(
    r"(?:secret|token|key|password)\w*[\"']?\s*[:=]\s*[\"']?([0-9a-f]{32,})", re.IGNORECASE
)
_RANDOM_BITS, _RANDOM_HEX_BITS = 4.5, 3.0
_MOST_SEPARATORS = 3


def find_secrets(text: str) -> set[str]:
    """What in a text looks like a key of somebody's."""
    shaped = {
        f"{type(detector).__name__}:{value}"
        for detector in _detectors()
        for value in detector.analyze_string(text)
        if value not in _PLACEHOLDERS
    }
    return shaped | {f"Random:{value}" for value in _random_runs(text)}


@cache
def _detectors() -> tuple[Any, ...]:
    classes: Iterable[Any] = get_mapping_from_secret_type_to_class().values()
    return tuple(kind() for kind in classes if not any(word in kind.__name__ for word in _GUESSERS))


def _random_runs(text: str) -> Iterator[str]:
    for run in _RUN.findall(_DIGEST.sub("", text)):
        separators = sum(run.count(sign) for sign in "/_-")
        if _bits(run) > _RANDOM_BITS and separators <= _MOST_SEPARATORS:
            yield run
    for run in _HEX.findall(text):
        if _bits(run) > _RANDOM_HEX_BITS:
            yield run


def _bits(run: str) -> float:
    """Shannon's entropy of one sign."""
    counts = Counter(run).values()
    return -sum(n / len(run) * math.log2(n / len(run)) for n in counts)


def scan_secrets() -> tuple[list[str], int]:
    """What was found, each by its kind, the hash of it and a place; how many lines were read."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for place, line in (*_tree(), *_history()):
        if line in seen:
            continue
        seen.add(line)
        if not is_allowed("numbers", place):
            found |= {f"{one.partition(':')[0]} {_mark(one)}": place for one in find_secrets(line)}
    told = {one: place for one, place in found.items() if not is_allowed("secrets", one.split()[1])}
    return sorted(f"{one} in {place}" for one, place in told.items()), len(seen)


def _mark(value: str) -> str:
    """A find is named by its hash, as a log is no place for it either."""
    return hashlib.sha256(value.encode()).hexdigest()[:16]


def missed_controls() -> int:
    """Planted keys that the scan does not see."""
    return sum(not find_secrets(control) for control in CONTROLS.values())


def is_allowed(kind: str, name: str) -> bool:
    """Whether a dated row excuses it today."""
    today = datetime.now(UTC).date().isoformat()
    return any(
        fnmatch(name, row["id"]) and row["until"] >= today and bool(row["why"])
        for row in _rows()[kind]
    )


@cache
def _rows() -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = json.loads(ALLOWED.read_text())
    return rows


def _tree() -> Iterator[tuple[str, str]]:
    for name in filter(None, _run_git("ls-files", "-z").split("\0")):
        path = ROOT / name
        if path.is_file():
            yield from ((name, line) for line in path.read_text(errors="replace").splitlines())


def _history() -> Iterator[tuple[str, str]]:
    place = ""
    for line in _run_git("log", "--all", "-p", "--no-color", "--unified=0").splitlines():
        if line.startswith("+++ "):
            place = line.removeprefix("+++ b/")
        elif line.startswith("+"):
            yield place, line[1:]


def _run_git(*arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=_PATIENCE_S, check=True)
    return done.stdout.decode("utf-8", "replace")
