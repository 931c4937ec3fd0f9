"""Write one answer: by a model where one may be asked, and check every fact in what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.dataclass import dataclass
from shared.domain.drafts.brief import Brief
from shared.domain.drafts.claims.asks import list_asks
from shared.domain.drafts.claims.checking import (
    check_claims,
    find_unknown,
    leave_out,
)
from shared.domain.drafts.claims.claim import Ask, Claim
from shared.domain.drafts.claims.findings import Ground, check_facts
from shared.domain.drafts.draft import Finding, Method, Severity
from shared.domain.drafts.drafting import basis_of
from shared.domain.drafts.spending import DraftCause, Withheld
from shared.domain.drafts.wishes import read_wishes
from shared.domain.drafts.written import Written
from shared.domain.errors import Malformed, Unavailable
from shared.domain.guard.answering import situation_of
from shared.domain.guard.guardrails import check_text, find_blocks
from shared.domain.guard.rules import RULES
from shared.domain.interaction import Interaction, Message
from shared.domain.products.card import Card, card_or_name
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Store, Unwritten, Writer
from shared.usecases.spend_draft import note_calls, note_failure, note_success, reserve_call

if TYPE_CHECKING:
    from shared.domain.guard.judging import Judge

# What is left of a draft without unknown facts has to be an answer still.
_LEAST_LEFT = 40
WISH = "wish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Words, what every check says of them, and the words that they answer."""

    written: Written
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    asks: tuple[Ask, ...]
    basis: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that one draft is written from."""

    store: Store
    item: Interaction
    messages: Sequence[Message]
    card: Card | None
    signature: str
    settings: SellerSettings
    brief: Brief
    cause: DraftCause
    clock: Clock
    judge: Judge | None = None

    @property
    def said(self) -> str:
        """The words of the buyer that wait."""
        return situation_of(self.item).words


def write_draft(desk: Desk, writers: Sequence[Writer]) -> Suggestion:
    """By the first writer that can; a model whose words are forbidden counts as one that cannot."""
    reasons: list[str] = []
    for writer in writers:
        told = _ask_writer(desk, writer)
        if isinstance(told, Suggestion):
            return replace(told, reasons=(*reasons, *_unheard(desk, told.written)))
        reasons.append(told.value)
    raise Unavailable("no writer had an answer")


def _unheard(desk: Desk, written: Written) -> tuple[str, ...]:
    """Phrases follow a few wishes; whoever wished for more is told."""
    is_template = written.method is Method.TEMPLATE and desk.brief.wish.strip()
    return (WISH,) if is_template and not read_wishes(desk.brief.wish).is_whole else ()


def _ask_writer(desk: Desk, writer: Writer) -> Suggestion | Withheld:
    """What one writer suggests, or why nothing of it is taken."""
    refusal = _take_call(desk) if writer.is_paid else None
    if refusal is not None:
        return refusal
    try:
        written = writer.write(desk.item, desk.messages, desk.card, desk.signature, desk.brief)
    except (Unavailable, Malformed) as failure:
        if writer.is_paid:
            calls = failure.calls if isinstance(failure, Unwritten) else 1
            note_calls(desk.store, calls - 1, clock=desk.clock)
            note_failure(desk.store, clock=desk.clock)
        return Withheld.FAILED
    if writer.is_paid:
        note_calls(desk.store, written.calls - 1, clock=desk.clock)
        note_success(desk.store)
    return _check(desk, written)


def _take_call(desk: Desk) -> Withheld | None:
    """Reserve one call of a model; else why none may be made."""
    ai = desk.settings.ai
    if not ai.use_model:
        return Withheld.OFF
    priority = desk.item.queue.priority
    return reserve_call(desk.store, ai.daily_limit, desk.cause, priority, clock=desk.clock)


def _judge(desk: Desk, text: str) -> tuple[Finding, ...]:
    """By meaning where somebody can hear it; whoever approves the draft is asked again anyway."""
    channel, situation = desk.item.channel, situation_of(desk.item)
    if desk.judge is None:
        return check_text(channel, text, situation)
    return desk.judge.check(channel, text, situation, thorough=True)


def _objections(written: Written) -> tuple[Finding, ...]:
    """What a second look forbids beyond the rules."""
    rule = RULES.get(written.objection)
    if rule is None:
        return ()
    end = len(written.text)
    return (
        Finding(rule=rule.name, severity=Severity.BLOCK, start=0, end=end, message=rule.message),
    )


def _check(desk: Desk, written: Written) -> Suggestion | Withheld:
    """Facts that nobody knows are left out; a fact that the card denies forbids sending."""
    is_model = written.method is Method.LLM
    card = card_or_name(desk.card, desk.item.source.product)
    claims = check_claims(written.text, card, desk.said)
    unknown = find_unknown(claims) if is_model else ()
    if unknown:
        written = replace(written, text=leave_out(written.text, unknown))
        claims = check_claims(written.text, card, desk.said)
        if len(written.text) < _LEAST_LEFT:
            return Withheld.UNKNOWN
    findings = (*_judge(desk, written.text), *_objections(written))
    if is_model and find_blocks(findings):
        return Withheld.GUARDRAILS
    said = check_facts(
        written.text,
        Ground(
            channel=desk.item.channel,
            said=desk.said,
            card=card,
            published=desk.brief.published,
        ),
    )
    return Suggestion(
        written=written,
        findings=(*findings, *said),
        claims=claims,
        asks=list_asks(desk.said, written.text),
        basis=basis_of(desk.item),
    )
