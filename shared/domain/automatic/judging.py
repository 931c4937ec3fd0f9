"""Whether one review may be answered by the system alone, and every reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from shared.domain.automatic.codes import PromoCode
from shared.domain.automatic.diversity import is_too_alike
from shared.domain.automatic.doubts import find_doubts
from shared.domain.automatic.eligibility import complains, is_praise
from shared.domain.automatic.policy import LOCKED, Action, AutoPolicy, scenario_key
from shared.domain.automatic.promo import add_paragraph, code_for, paragraph_of
from shared.domain.automatic.ruling import Facts, Outcome, Ruling, said_mark
from shared.domain.deadlines.calendar import WorkingHours, is_workday
from shared.domain.guard.answering import situation_of
from shared.domain.guard.guardrails import check_text, find_blocks
from shared.domain.guard.strict import LONGEST, check_automatic
from shared.domain.ids import hash_text
from shared.domain.interaction import Interaction
from shared.domain.moscow import MOSCOW

if TYPE_CHECKING:
    from shared.domain.guard.judging import Judge

# A shop that rests longer answers by hand.
MOST_DAYS_CLOSED = 14
_PERCENT = 100


CHECKS = ("stars", "class", "complaint", "scope", "limits", "claims", "rules", "wall")


def judge_item(
    item: Interaction, text: str, policy: AutoPolicy, facts: Facts, judge: Judge
) -> Ruling:
    """Blocks outweigh holds; an answer goes only when nothing at all speaks against it.

    The words are read only where the review itself allows an answer: that takes the longest.
    """
    rule = scenario_key(item.channel, item.ai.intent.label)
    opens_at = next_opening(facts.due_at, policy.hours)
    sends_at = opens_at or facts.due_at
    code = code_for(facts.codes, item, facts.due_at, sends_at) if policy.promo else None
    whole = add_paragraph(text, code)
    blocks = tuple(dict.fromkeys(_find_blocks(item, policy, facts)))
    if not blocks:
        blocks = tuple(dict.fromkeys(_object_to_text(item, text, code, facts, judge)))
    holds = tuple(dict.fromkeys(_find_holds(item, text, policy, facts)))
    if opens_at is None:
        holds += ("hours",)
    outcome = Outcome.BLOCK if blocks else Outcome.HOLD if holds else Outcome.SEND
    return Ruling(
        outcome=outcome,
        rule=rule,
        text=whole,
        sends_at=sends_at,
        code=code.code if code else "",
        reasons=blocks + holds,
        passed=CHECKS if outcome is Outcome.SEND else (),
    )


def next_opening(moment: datetime, hours: WorkingHours | None) -> datetime | None:
    """The first moment from `moment` on at which the shop is open; None when that is far off."""
    if hours is None:
        return moment
    local = moment.astimezone(MOSCOW)
    for number in range(MOST_DAYS_CLOSED):
        day = local.date() + timedelta(days=number)
        midnight = datetime.combine(day, time(), MOSCOW)
        begins = max(local, midnight + hours.opens)
        if is_workday(day, hours) and begins < midnight + hours.closes:
            return begins.astimezone(moment.tzinfo)
    return None


def is_sampled(item: Interaction, percent: int, seed: int = 0) -> bool:
    """Whether a person looks at this one first: the same ones whenever they are asked for."""
    return int(hash_text(f"sample|{seed}|{item.id}")[:8], 16) % _PERCENT < percent


# --- reasons


def _find_blocks(item: Interaction, policy: AutoPolicy, facts: Facts) -> Iterator[str]:
    """What no person's neglect excuses."""
    if not is_praise(item):
        yield "stars"
    if item.ai.escalations:
        yield "alarm"
    if complains(item):
        yield "complaint"
    yield from find_doubts(item)
    action = policy.action_of(item.channel, item.ai.intent.label)
    if item.ai.intent.label in LOCKED or action is Action.BLOCK:
        yield "forbidden_class"
    if facts.checked is False:
        yield "claims_wrong"


def _object_to_text(
    item: Interaction, text: str, code: PromoCode | None, facts: Facts, judge: Judge
) -> Iterator[str]:
    """The paragraph with a code is the system's own, so that only what is not is read strictly."""
    if facts.said is not None and said_mark(text) in facts.said:
        yield "said_already"
    earlier = None if facts.said is None else ()
    found = check_automatic(item.channel, text, situation_of(item), earlier, judge)
    yield from (f"rule:{one.rule}" for one in found)
    if code is None:
        return
    if len(add_paragraph(text, code)) > LONGEST[item.channel]:
        yield "rule:too_long"
    if find_blocks(check_text(item.channel, paragraph_of(code))):
        yield "rule:promo"


def _find_holds(item: Interaction, text: str, policy: AutoPolicy, facts: Facts) -> Iterator[str]:
    """What a person decides."""
    if policy.action_of(item.channel, item.ai.intent.label) is not Action.AUTO:
        yield "scenario"
    if is_praise(item) and (item.source.rating or 0) < policy.rating_from:
        yield "fewer_stars"
    if item.ai.intent.confidence * _PERCENT < policy.confidence:
        yield "unsure"
    article = item.source.product.nm_id
    if article in policy.never or (policy.only and article not in policy.only):
        yield "article"
    yield from _find_facts_against(item, text, policy, facts)
    if is_sampled(item, policy.sample, facts.seed):
        yield "sample"


def _find_facts_against(
    item: Interaction, text: str, policy: AutoPolicy, facts: Facts
) -> Iterator[str]:
    """What is known, or could not be found out, beside the item."""
    if facts.begun:
        yield "own_words"
    if facts.connected_at is None or item.source.created_at <= facts.connected_at:
        yield "older"
    if facts.sent_today is None or facts.sent_today >= policy.per_day:
        yield "limit"
    if facts.checked is None:
        yield "claims_unknown"
    if facts.wall is None or is_too_alike(text, facts.wall):
        yield "alike"
