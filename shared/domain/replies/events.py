"""What is noted of a reply for metrics and the audit trail."""

from datetime import datetime

from shared.domain.drafts.use import DraftUse
from shared.domain.events import KEEP, Event, EventKind
from shared.domain.ids import hash_key
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import FINAL, ReplyState


def reply_event(reply: Reply, kind: EventKind, now: datetime) -> Event:
    """One per reply and kind: its name makes a repeated write meet itself.

    What is `simulated` answers an example, and counts in no metric.
    """
    return Event(
        id=hash_key("event", kind, reply.id),
        kind=kind,
        at=now,
        expires_at=now + KEEP,
        actor=reply.author.value,
        interaction=reply.interaction,
        facts={
            "reply": reply.id,
            "kind": reply.kind.value,
            "channel": reply.channel.value,
            "text_hash": reply.text_hash,
            "draft": reply.draft_id,
            "approved_at": reply.approved_at.isoformat(),
            "simulated": str(reply.simulated).lower(),
            **_use_facts(reply.use),
            **_wait_facts(reply),
        },
    )


def settled_event(before: Reply, after: Reply, now: datetime) -> Event | None:
    """How a reply ended; a later and surer end takes the place of the first."""
    news = after.state is not before.state or _is_rejection(before, after)
    if not news or after.state not in FINAL or after.state is ReplyState.CANCELLED:
        return None
    event = reply_event(after, EventKind.REPLY_SETTLED, now)
    event.facts.update(state=after.state.value, wb_state=after.wb_state)
    return event


def _use_facts(use: DraftUse | None) -> dict[str, str]:
    """What the answer made of a draft; nothing of replies that no person wrote."""
    if use is None:
        return {}
    return {
        "use": use.use.value,
        "method": use.method,
        "model": use.model,
        "prompt_version": use.prompt_version,
        "size": use.size.value if use.size else "",
        "share": str(use.share),
    }


def _wait_facts(reply: Reply) -> dict[str, str]:
    """When the reply went, and what its buyer waited for."""
    awaited = reply.awaited
    moments = {"send_at": reply.send_at, "sent_at": reply.sent_at}
    if awaited is not None:
        moments |= {
            "asked_at": awaited.since,
            "target_at": awaited.target_at,
            "limit_at": awaited.limit_at,
        }
    facts = {name: at.isoformat() for name, at in moments.items() if at is not None}
    if awaited is None:
        return facts
    return facts | {"rule": awaited.rule, "had_order": str(awaited.had_order).lower()}


def _is_rejection(before: Reply, after: Reply) -> bool:
    return after.wb_state != before.wb_state and after.wb_state == "rejected"
