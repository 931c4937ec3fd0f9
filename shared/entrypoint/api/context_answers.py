"""What the API says of links, timelines and products."""

from collections.abc import Iterable

from shared.domain.drafts.earlier_answers import EarlierAnswer
from shared.domain.interaction import Interaction, Link
from shared.domain.linking.exact import find_link
from shared.domain.linking.policy import (
    ActionPolicy,
    explain_link,
    policy_of,
    reason_words,
    reasons_of,
)
from shared.domain.linking.timeline import Group, Step, ThreadKey, last_reply, portal_address
from shared.domain.products.facts import FitShares, ProductFacts
from shared.entrypoint.api.rows import preview_of
from shared.entrypoint.api.shapes.context import (
    ContextAnswer,
    EarlierAnswerAnswer,
    FitAnswer,
    LinkAnswer,
    ProductFactsAnswer,
    RatingFactsAnswer,
    ReasonAnswer,
    ThreadKeyAnswer,
    ThreadStepAnswer,
    TimelineAnswer,
    TopicShareAnswer,
)
from shared.usecases.read_context import Context
from shared.usecases.read_timeline import Timeline


def link_answer(link: Link, other: Interaction) -> LinkAnswer:
    """One link as the panel shows it."""
    policy = policy_of(link.kind, link.confidence)
    return LinkAnswer(
        id=link.other,
        kind=link.kind,
        rule=link.rule,
        explanation=explain_link(link),
        channel=other.channel,
        preview=preview_of(other),
        occurred_at=other.occurred_at,
        confidence=round(link.confidence, 2),
        reasons=_reasons(reasons_of(link)),
        auto_action_allowed=policy.is_auto,
        action_mode=policy.mode,
        policy_reason=policy.reason,
    )


def timeline_answer(timeline: Timeline, window_days: int) -> TimelineAnswer:
    """The whole thread."""
    return TimelineAnswer(
        interaction_id=timeline.item.id,
        scope=timeline.scope,
        thread_key=_key_answer(timeline.key),
        channels_present=list(timeline.channels),
        window_days=window_days,
        is_cut=timeline.is_cut,
        steps=[_step_answer(timeline, step) for step in timeline.steps],
    )


def context_answer(context: Context) -> ContextAnswer:
    """The product's figures and earlier answers."""
    return ContextAnswer(
        facts=_facts_answer(context.facts),
        answers=[_earlier_answer(answer) for answer in context.answers],
    )


def _reasons(names: Iterable[str]) -> list[ReasonAnswer]:
    return [ReasonAnswer(id=name, words=reason_words(name)) for name in names]


def _key_answer(key: ThreadKey) -> ThreadKeyAnswer:
    return ThreadKeyAnswer(
        order_id=key.order_id or None,
        customer_id=key.customer_id or None,
        nm_id=key.nm_id or None,
        product_article=key.product_article or None,
    )


def _step_answer(timeline: Timeline, step: Step) -> ThreadStepAnswer:
    item = step.item
    policy: ActionPolicy = step.policy
    return ThreadStepAnswer(
        interaction_id=item.id,
        channel=item.channel,
        external_id=item.source.external_id,
        occurred_at=item.occurred_at,
        subject=preview_of(item),
        status=item.queue.status,
        priority=item.queue.priority,
        needs_response=item.queue.needs_response,
        group=step.group,
        match_reason=step.reasons[0],
        is_current=step.group is Group.CURRENT,
        is_other_buyer=step.is_other_buyer,
        can_unlink=find_link(timeline.item.links, item.id) is not None,
        last_reply_text=last_reply(step) or None,
        last_draft_text=timeline.drafts.get(item.id),
        wb_url=portal_address(item),
        confidence=round(step.confidence, 2),
        reasons=_reasons(step.reasons),
        auto_action_allowed=policy.is_auto,
        action_mode=policy.mode,
        policy_reason=policy.reason,
    )


def _facts_answer(facts: ProductFacts) -> ProductFactsAnswer:
    rating = facts.rating
    return ProductFactsAnswer(
        reviews=facts.reviews,
        since=facts.since,
        is_cut=facts.is_cut,
        rating=RatingFactsAnswer.model_validate(rating) if rating else None,
        fit=_fit_answer(facts.fit),
        sizes=[_fit_answer(fit) for fit in facts.sizes],
        topics=[TopicShareAnswer.model_validate(topic) for topic in facts.topics],
        recent=facts.recent,
        earlier=facts.earlier,
    )


def _fit_answer(fit: FitShares) -> FitAnswer:
    return FitAnswer(
        size=fit.size or None,
        n=fit.total,
        counts=fit.counts,
        shares=fit.shares,
        tendency=fit.tendency,
    )


def _earlier_answer(answer: EarlierAnswer) -> EarlierAnswerAnswer:
    return EarlierAnswerAnswer(
        interaction_id=answer.item.id,
        channel=answer.item.channel,
        asked=preview_of(answer.item),
        text=answer.text,
        occurred_at=answer.item.occurred_at,
        likeness=answer.likeness,
        is_same_intent=answer.is_same_intent,
    )
