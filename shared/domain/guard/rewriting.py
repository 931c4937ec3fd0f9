"""Lawful words in place of those that the guardrails object to."""

import re
from collections.abc import Sequence

from shared.domain.dataclass import dataclass
from shared.domain.drafts.claims.findings import CONTRADICTED, UNKNOWN
from shared.domain.drafts.draft import Finding, Severity
from shared.domain.drafts.drafting import cut_text
from shared.domain.guard.rules import RULES
from shared.domain.guard.sentences import STOP
from shared.domain.interaction import Channel
from shared.domain.replies.limits import LIMITS

_TAIL = re.compile(r"(?:\.(?!\d)|[!?…])+[ \t]*")
_BLANKS = re.compile(r"[ \t]{2,}")
_FALLBACK = "Спасибо, что написали нам."
# A fact is left out with its sentence, and where nothing else is said, it is promised.
_FACTS = frozenset({CONTRADICTED, UNKNOWN})
_LATER = RULES["dismissive"].instead
_PLAIN_WORDS = (
    (re.compile(r"(?i)fbo|фбо"), "WB"),
    (re.compile(r"(?i)fbs|фбс|dbs|дбс"), "продавца"),
    (re.compile(r"(?i)sku|ску"), "артикул"),
    (re.compile(r"(?i)sla"), "срок"),
    (re.compile(r"(?i)пересорт\w*"), "путаница при сборке"),
)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Put `text` in place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


def rewrite_finding(channel: Channel, text: str, finding: Finding) -> Rewrite | None:
    """What to say instead of one objection's sentence; None where only the author can tell."""
    if finding.rule in _FACTS:
        return _rewrite_sentence(text, finding, "", _LATER)
    if finding.rule not in RULES:
        return None
    match finding.rule:
        case "empty_text" | "too_short" | "wrong_language" | "unread" | "automatic":
            return None
        case "too_long":
            most = LIMITS[channel].most if finding.severity is Severity.BLOCK else None
            return Rewrite(0, len(text), cut_text(text, most or LIMITS[channel].advised))
        case "shouting":
            return Rewrite(0, len(text), _calm_down(text))
        case "hidden_characters":
            return Rewrite(finding.start, finding.end, "")
        case "jargon":
            return Rewrite(
                finding.start, finding.end, _plain_word(text[finding.start : finding.end])
            )
        case _:
            return _rewrite_sentence(text, finding, RULES[finding.rule].instead, _FALLBACK)


def rewrite_text(channel: Channel, text: str, findings: Sequence[Finding]) -> str:
    """The whole text with every objection that forbids sending said otherwise."""
    found = [rewrite_finding(channel, text, one) for one in findings if _matters(one)]
    ranges = [one for one in found if one is not None]
    said: set[str] = set()
    pieces: list[str] = []
    at = 0
    for one in sorted(ranges, key=lambda one: (one.start, -one.end)):
        if one.start < at:
            at = max(at, one.end)
            continue
        pieces.append(text[at : one.start])
        if one.text.strip() not in said:
            pieces.append(one.text)
            said.add(one.text.strip())
        at = max(at, one.end)
    whole = _BLANKS.sub(" ", "".join([*pieces, text[at:]])).strip()
    return cut_text(whole or _FALLBACK, LIMITS[channel].most)


def _matters(finding: Finding) -> bool:
    return finding.severity is Severity.BLOCK and finding.rule != "too_long"


def _rewrite_sentence(text: str, finding: Finding, instead: str, nothing: str) -> Rewrite:
    """Leave `instead` of the sentence, or `nothing` where no other is left."""
    before = [match.end() for match in STOP.finditer(text, 0, finding.start)]
    start = before[-1] if before else 0
    start += len(text[start : finding.start]) - len(text[start : finding.start].lstrip())
    stop = STOP.search(text, finding.end)
    tail = _TAIL.match(text, stop.start()) if stop else None
    end = tail.end() if tail else stop.start() if stop else len(text)
    rest = (text[:start] + text[end:]).strip()
    if instead in rest:
        instead = ""
    if not instead and not rest:
        instead = nothing
    blank = " " if instead and end < len(text) and text[end] != "\n" else ""
    return Rewrite(start, end, instead + blank)


def _calm_down(text: str) -> str:
    lowered = re.sub(r"!{2,}", "!", text.lower())
    return re.sub(
        r"(^|[.!?…\n]\s*)(\w)", lambda match: match.group(1) + match.group(2).upper(), lowered
    )


def _plain_word(words: str) -> str:
    for pattern, plain in _PLAIN_WORDS:
        if pattern.fullmatch(words):
            return plain
    return "Здравствуйте"
