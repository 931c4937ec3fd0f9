"""Lines of the evaluation: strict about their form, lenient about how a label is spelled."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from shared.domain.interaction import Channel
from shared.domain.understanding import Alarm, Intent, Sentiment
from tests.evaluation.coarse import COARSE

FIELDS = ("task", "label", "channel", "text", "context")
LEAST_FIELDS = 4
REAL = re.compile(r"@[0-9a-f]{16}")
MOST_TOLD = 20

_TOPIC = re.compile(r"([a-z_]{3,})(?:\s*:\s*([a-z]+|[-+0=−–]))?")
_SEPARATORS = re.compile(r"[\s,;+|/&]*")
_SENTIMENTS: Mapping[str, Sentiment] = {
    **{one.value: one for one in Sentiment},
    **dict.fromkeys(("+", "pos", "plus"), Sentiment.POSITIVE),
    **dict.fromkeys(("-", "−", "–", "neg", "minus"), Sentiment.NEGATIVE),
    **dict.fromkeys(("0", "=", "neu", "mixed"), Sentiment.NEUTRAL),
}
_ALARMS: Mapping[str, Alarm] = {
    **{one.value: one for one in Alarm},
    "medical": Alarm.HEALTH,
    "fake": Alarm.COUNTERFEIT,
    "pii": Alarm.PERSONAL_DATA,
}
_CHANNELS: Mapping[str, Channel] = {
    **{one.value: one for one in Channel},
    **{f"{one.value}s": one for one in Channel},
    "feedback": Channel.REVIEW,
    "feedbacks": Channel.REVIEW,
}
_NOTHING = {"none", "-", ""}


class Task(StrEnum):
    """What a line asks."""

    INTENT = "intent"
    TOPIC = "topic"
    ESCALATION = "escalation"
    GUARD = "guard"


class LinesError(Exception):
    """A file that is not of the form; says each line and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One case: only the label of its own task is filled.

    `intent` is one of the eighteen or of the six older labels; a topic told without a feeling has
    none to compare.
    """

    task: Task
    channel: Channel
    text: str
    context: str = ""
    number: int = 0
    source: str = ""
    real: bool = False
    intent: str = ""
    topics: Mapping[Intent, Sentiment | None] | None = None
    alarms: frozenset[Alarm] = frozenset()
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds; `absent` counts real texts that are not at hand."""

    lines: tuple[Line, ...]
    absent: int = 0


def read_lines(path: Path, texts: Mapping[str, str]) -> Reading:
    """Every line of a file, or an error that names all that are wrong."""
    lines: list[Line] = []
    wrong: list[str] = []
    absent = 0
    words = path.read_text(encoding="utf-8-sig")
    for number, row in enumerate(words.split("\n"), start=1):
        fields = row.rstrip("\r").split("\t")
        if not row.strip() or row.startswith("#") or tuple(fields[:2]) == FIELDS[:2]:
            continue
        if not texts and any(REAL.fullmatch(field.strip()) for field in fields[3:]):
            absent += 1
            continue
        try:
            lines.append(_read_line(fields, number, path.name, texts))
        except ValueError as refused:
            wrong.append(f"{path.name}:{number}: {refused}")
    if wrong:
        more = [f"… and {len(wrong) - MOST_TOLD} more"] if len(wrong) > MOST_TOLD else []
        raise LinesError("\n".join([*wrong[:MOST_TOLD], *more]))
    return Reading(tuple(lines), absent)


def _read_line(fields: list[str], number: int, source: str, texts: Mapping[str, str]) -> Line:
    if not LEAST_FIELDS <= len(fields) <= len(FIELDS):
        raise ValueError(
            f"{len(fields)} fields between tabs, expected {LEAST_FIELDS} or {len(FIELDS)}:"
            f" {', '.join(FIELDS)}"
        )
    told = dict(zip(FIELDS, (field.strip() for field in [*fields, ""]), strict=False))
    task = _read_task(told["task"])
    text = _resolve(told["text"], texts)
    if not text and task is not Task.GUARD:
        raise ValueError("no text")
    return _LABELS[task](
        told["label"].lower(),
        Line(
            task=task,
            channel=_read_channel(told["channel"]),
            text=text,
            context=_resolve(told["context"], texts),
            number=number,
            source=source,
            real=bool(REAL.fullmatch(told["text"])),
        ),
    )


def _read_task(name: str) -> Task:
    try:
        return Task(name.lower())
    except ValueError:
        known = ", ".join(Task)
        raise ValueError(f"unknown task {name!r}; a line asks one of: {known}") from None


def _read_channel(name: str) -> Channel:
    try:
        return _CHANNELS[name.lower()]
    except KeyError:
        raise ValueError(f"unknown channel {name!r}: one of {', '.join(Channel)}") from None


def _resolve(text: str, texts: Mapping[str, str]) -> str:
    if not REAL.fullmatch(text):
        return text.replace("\\n", "\n")
    try:
        return texts[text[1:]]
    except KeyError:
        raise ValueError(f"no real text {text} in the folder INBOX_SHARED_DATA") from None


def _label_intent(label: str, line: Line) -> Line:
    if label not in (*Intent, *COARSE):
        raise ValueError(f"unknown intent {label!r}")
    return replace(line, intent=label)


def _label_topics(label: str, line: Line) -> Line:
    if label in _NOTHING:
        return replace(line, topics={})
    topics: dict[Intent, Sentiment | None] = {}
    for match in _TOPIC.finditer(label):
        name, feeling = match.groups()
        if name not in tuple(Intent):
            raise ValueError(f"unknown topic {name!r}")
        if feeling and feeling not in _SENTIMENTS:
            raise ValueError(f"unknown feeling {feeling!r} of {name}")
        topics[Intent(name)] = _SENTIMENTS[feeling] if feeling else None
    if not _SEPARATORS.fullmatch(_TOPIC.sub("", label)):
        raise ValueError(f"topics are label:feeling, joined by commas, not {label!r}")
    return replace(line, topics=topics)


def _label_alarms(label: str, line: Line) -> Line:
    names = [name for name in re.split(r"[\s,;+|/]+", label) if name not in _NOTHING]
    unknown = [name for name in names if name not in _ALARMS]
    if unknown:
        raise ValueError(f"unknown reason to escalate {unknown[0]!r}")
    return replace(line, alarms=frozenset(_ALARMS[name] for name in names))


def _label_guard(label: str, line: Line) -> Line:
    verdict = re.split(r"[\s:,;]", label)[0]
    if verdict not in ("block", "warn", "pass", "ok"):
        raise ValueError(f"a reply is block, warn or pass, not {label!r}")
    return replace(line, blocked=verdict == "block")


_LABELS: Mapping[Task, Callable[[str, Line], Line]] = {
    Task.INTENT: _label_intent,
    Task.TOPIC: _label_topics,
    Task.ESCALATION: _label_alarms,
    Task.GUARD: _label_guard,
}
