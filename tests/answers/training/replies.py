"""The replies that are learnt from: own ones, practice and development; never the test half."""

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.domain.guard.guardrails import check_text, find_blocks
from shared.domain.guard.sentences import HARMLESS
from shared.domain.guard.situation import Situation
from tests.evaluation.lines import Line, Task, read_lines
from tests.evaluation.real_texts import find_folder, read_texts
from tests.evaluation.splits import DEVELOPMENT, FOLDER

HERE = Path(__file__).parent
WORDED = (HERE / "broken.txt", HERE / "harmless.txt")
LINES = (HERE.parent / "practice.tsv", FOLDER / DEVELOPMENT / "guard.tsv")
FILES = (*WORDED, *LINES)
# So many ways to fill the gaps of a line are learnt from.
MOST_WAYS = 6

_CHOICE = re.compile(r"\{([^{}]*)\}")
_BLANKS = re.compile(r"\s{2,}")
_BEFORE_MARK = re.compile(r"\s+([,.!?;])")
_TAILS = re.compile(r"[,\s]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply or a sentence of one; those of one `source` say alike and are judged together."""

    text: str
    rule: str
    source: str


def read_replies() -> list[Reply]:
    """Every reply once, own ones first."""
    found: dict[str, Reply] = {}
    for one in (*_read_worded(), *_read_lines()):
        found.setdefault(one.text, one)
    return list(found.values())


def hash_inputs() -> str:
    """Names what was learnt from; real texts are named by their hashes in the files."""
    digest = hashlib.sha256()
    for path in FILES:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _read_worded() -> Iterator[Reply]:
    for path in WORDED:
        rule = ""
        for number, row in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if row.startswith("["):
                rule = row.strip("[]")
            elif row and not row.startswith("#"):
                for text in fill_gaps(row):
                    yield Reply(text=text, rule=rule, source=f"{path.name}:{number}")


def fill_gaps(row: str) -> list[str]:
    """Some of the ways to fill the gaps, spread over all of them and the same at every run."""
    choices = [part.split("|") for part in _CHOICE.findall(row)]
    count = 1
    for choice in choices:
        count *= len(choice)
    dice = random.Random(row)
    shuffled = [dice.sample(choice, len(choice)) for choice in choices]
    ways: dict[str, None] = {}
    for turn in range(min(MOST_WAYS, count)):
        picks = [one[turn] if turn < len(one) else dice.choice(one) for one in shuffled]
        ways[_tidy(_CHOICE.sub("{}", row).format(*picks))] = None
    return list(ways)


def _tidy(text: str) -> str:
    tidy = _BEFORE_MARK.sub(r"\1", _BLANKS.sub(" ", text)).strip()
    return _TAILS.sub("", tidy.removesuffix(".").removesuffix(",")) + (
        "" if tidy.endswith(("!", "?")) else "."
    )


def _read_lines() -> Iterator[Reply]:
    texts = read_texts(find_folder())
    for path in LINES:
        for line in read_lines(path, texts).lines:
            if line.task is Task.GUARD and line.text:
                rule = _rule_of(line)
                if rule:
                    source = f"{line.source}:{line.number}"
                    yield Reply(text=line.text, rule=rule, source=source)


def _rule_of(line: Line) -> str:
    """Lines are labelled without their rule: what the words tell names it."""
    situation = Situation(words=line.context)
    findings = check_text(line.channel, line.text, situation)
    if line.blocked:
        return next((one.rule for one in find_blocks(findings)), "")
    return "" if findings else HARMLESS
