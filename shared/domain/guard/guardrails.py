"""Check a reply's words before anybody may send them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Finding, Severity
from shared.domain.guard.addresses import find_addresses
from shared.domain.guard.lexical import Objection, read_objections, read_once
from shared.domain.guard.rules import RULES
from shared.domain.guard.situation import Situation
from shared.domain.guard.wholes import judge_whole
from shared.domain.interaction import Channel

_MOST_KEPT = 1000
_OF_WHOLE = frozenset({"too_short", "shouting", "wrong_language"})


@dataclass(frozen=True, slots=True)
class Examined:
    """What words object to, and where they would but for an excuse."""

    findings: tuple[Finding, ...]
    cleared: tuple[Objection, ...] = ()


def check_text(
    channel: Channel, text: str, situation: Situation | None = None
) -> tuple[Finding, ...]:
    """Every objection to the words of a text, in reading order; spans count its characters.

    Without a `situation` nothing is said of returns that nobody asked for.
    """
    return examine_text(channel, text, situation).findings


@lru_cache(maxsize=_MOST_KEPT)
def examine_text(channel: Channel, text: str, situation: Situation | None = None) -> Examined:
    """As `check_text`, and what was excused."""
    if not text.strip():
        return Examined((_finding("empty_text", Severity.BLOCK, 0, len(text)),))
    findings = [
        _finding(rule, severity, 0, len(text), message)
        for rule, severity, message in judge_whole(channel, text)
    ]
    objections = list(read_objections(text))
    standing = [one for one in objections if not one.cleared]
    findings += _find_words(channel, text, situation, standing)
    return Examined(merge_findings(findings), tuple(one for one in objections if one.cleared))


def check_reply(
    channel: Channel, text: str, situation: Situation | None = None, *, has_files: bool
) -> tuple[Finding, ...]:
    """As `check_text`, but files may go out without words."""
    return () if has_files and not text else check_text(channel, text, situation)


def find_blocks(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The objections that forbid sending."""
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCK)


def keep_harmless(channel: Channel, words: str) -> str:
    """Names and tags come from outside: what would be objected to in a reply is left out."""
    objections = [one for one in check_text(channel, words) if one.rule not in _OF_WHOLE]
    return "" if objections or "?" in words else words


def _find_words(
    channel: Channel, text: str, situation: Situation | None, objections: Sequence[Objection]
) -> Iterator[Finding]:
    for mark in find_addresses(text):
        severity = RULES[mark.rule].severities[channel] or Severity.WARN
        if mark.rule == "dismissive" and read_once(text).says_more(mark.start, mark.end):
            severity = Severity.WARN
        yield _finding(mark.rule, severity, mark.start, mark.end)
    returns = situation is not None and not situation.allows_return
    for one in objections:
        rated = RULES[one.rule].severities[channel]
        if rated is None or (one.rule == "unsolicited_return" and not returns):
            continue
        if one.softened and (one.rule != "blame" or channel is Channel.CHAT):
            rated = Severity.WARN
        yield _finding(one.rule, rated, one.start, one.end)


def _finding(rule: str, severity: Severity, start: int, end: int, message: str = "") -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        start=start,
        end=end,
        message=message or RULES[rule].message,
    )


def merge_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """In reading order; of overlapping ones of one rule the gravest stays, as wide as all."""
    return tuple(sorted(_merge(findings), key=lambda one: (one.start, one.rule)))


def _merge(findings: Sequence[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for one in sorted(findings, key=lambda one: (one.rule, one.start, one.end)):
        last = kept[-1] if kept else None
        if last is None or last.rule != one.rule or one.start >= last.end:
            kept.append(one)
            continue
        grave = Severity.BLOCK in (last.severity, one.severity)
        kept[-1] = Finding(
            rule=one.rule,
            severity=Severity.BLOCK if grave else Severity.WARN,
            start=last.start,
            end=max(last.end, one.end),
            message=last.message,
        )
    return kept
