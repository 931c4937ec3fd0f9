"""All that is said against the words of a reply: by the rules, by facts, by what is asked."""

from collections.abc import Callable

from shared.domain.drafts.claims.findings import Ground, check_asks, check_facts
from shared.domain.drafts.draft import Finding
from shared.domain.guard.answering import situation_of
from shared.domain.guard.guardrails import find_blocks
from shared.domain.guard.judging import Judge
from shared.domain.interaction import Interaction
from shared.domain.replies.approval import Approval
from shared.domain.replies.refusals import TextRefused


def check_words(
    approval: Approval, item: Interaction, judge: Judge, read: Callable[[], Ground]
) -> None:
    """Refuse what guardrails forbid, what is not so, and warnings that nobody has accepted."""
    if approval.files and not approval.text:
        return
    findings = object_to(approval.text, item, judge, read())
    if find_blocks(findings) or (findings and not approval.confirm):
        raise TextRefused(item.channel, approval.text, findings)


def object_to(text: str, item: Interaction, judge: Judge, ground: Ground) -> tuple[Finding, ...]:
    """All that is said of a text, in reading order; what is left open comes last."""
    found = (*judge.check(item.channel, text, situation_of(item)), *check_facts(text, ground))
    ordered = sorted(found, key=lambda one: (one.start, one.rule))
    return (*ordered, *check_asks(text, ground))
