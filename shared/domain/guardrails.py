"""Check a reply's words before anybody may send them."""

import re
from collections.abc import Iterable, Sequence

from shared.domain.draft import Finding, Severity
from shared.domain.forbidden import ADDRESSES, WORDS, Ban
from shared.domain.interaction import Channel
from shared.domain.language.letters import fold_text, unite_alphabets
from shared.domain.marketplace import LIMITS

SHORT_PUBLIC_REPLY = 20

_DENIED = re.compile(
    r"\b(?:не|нельзя|невозможно)"
    r"(?: можем| сможем| вправе| имеем права| в силах| обещаем| гарантируем)? $"
)


def check_text(channel: Channel, text: str) -> tuple[Finding, ...]:
    """Every objection to a text, in reading order; spans count characters of the text itself."""
    if not text.strip():
        return (_whole("empty_text", Severity.BLOCK, text, "Ответ пуст"),)
    plain = fold_text(text)
    findings = [*_check_length(channel, text)]
    findings += _search(ADDRESSES, channel, plain)
    findings += _search(WORDS, channel, unite_alphabets(plain))
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.rule)))


def check_reply(channel: Channel, text: str, *, has_files: bool) -> tuple[Finding, ...]:
    """As `check_text`, but files may go out without words."""
    return () if has_files and not text else check_text(channel, text)


def find_blocks(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The objections that forbid sending."""
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCK)


def keep_harmless(channel: Channel, words: str) -> str:
    """Names and tags come from outside: what would be objected to in a reply is left out."""
    objections = [one for one in check_text(channel, words) if one.rule != "too_short"]
    return "" if objections or "?" in words else words


def _check_length(channel: Channel, text: str) -> Iterable[Finding]:
    limits = LIMITS[channel]
    size = len(text)
    if size > limits.most:
        yield _whole("too_long", Severity.BLOCK, text, f"Не больше {limits.most} символов")
    elif size > limits.advised:
        yield _whole("too_long", Severity.WARN, text, f"Лучше не больше {limits.advised} символов")
    if size < limits.least:
        yield _whole("too_short", Severity.BLOCK, text, f"Не меньше {limits.least} символов")
    elif channel is not Channel.CHAT and size < SHORT_PUBLIC_REPLY:
        yield _whole("too_short", Severity.WARN, text, "Очень короткий ответ")


def _whole(rule: str, severity: Severity, text: str, message: str) -> Finding:
    return Finding(rule=rule, severity=severity, start=0, end=len(text), message=message)


def _search(bans: Sequence[Ban], channel: Channel, words: str) -> list[Finding]:
    return [
        Finding(
            rule=ban.rule,
            severity=ban.severities[channel],
            start=match.start(),
            end=match.end(),
            message=ban.message,
        )
        for ban in bans
        for match in ban.pattern.finditer(words)
        if not (ban.deniable and _DENIED.search(words, max(0, match.start() - 40), match.start()))
    ]
