"""What became of a draft once an answer was approved: sent as it was, changed, or passed over."""

from datetime import datetime

from shared.domain.drafts.draft import Draft
from shared.domain.drafts.use import Change, DraftUse, EditSize, Use
from shared.domain.events import KEEP, Event, EventKind
from shared.domain.ids import InteractionId, hash_key

MOST_CHANGES = 60
_MINOR_BELOW = 0.2
_MAJOR_UP_TO = 0.8


def judge_use(text: str, draft: Draft | None, *, taken: bool, shown: bool) -> DraftUse:
    """Compare the approved words with the draft; `taken` says that the composer held it."""
    if draft is None:
        return DraftUse(use=Use.MANUAL)
    before, after = _fold(draft.text), _fold(text)
    if before == after:
        return _told(draft, Use.ACCEPTED)
    if not taken:
        return _told(draft, Use.IGNORED) if shown else DraftUse(use=Use.MANUAL)
    from rapidfuzz.distance import Levenshtein

    # By words: letters of any two Russian texts have too much in common for a rewrite to show.
    share = round(Levenshtein.normalized_distance(before.split(), after.split()), 3)
    return _told(draft, Use.EDITED, share, find_changes(draft.text, text))


def size_of(share: float) -> EditSize:
    """Class the changed part of a draft."""
    if share < _MINOR_BELOW:
        return EditSize.MINOR
    return EditSize.MAJOR if share <= _MAJOR_UP_TO else EditSize.REWRITE


def find_changes(before: str, after: str) -> tuple[Change, ...]:
    """The differing words in order; the first of them where there are too many."""
    from rapidfuzz.distance import Levenshtein

    old, new = before.split(), after.split()
    changes = [
        Change(
            one.src_start,
            " ".join(old[one.src_start : one.src_end]),
            " ".join(new[one.dest_start : one.dest_end]),
        )
        for one in Levenshtein.opcodes(old, new)
        if one.tag != "equal"
    ]
    return tuple(changes[:MOST_CHANGES])


def draft_event(kind: EventKind, draft: Draft, channel: str, now: datetime) -> Event:
    """That a draft was shown or thrown away by its reader; once per draft, however often said."""
    return Event(
        id=hash_key("event", kind, draft.interaction, draft.id),
        kind=kind,
        at=now,
        expires_at=now + KEEP,
        actor="seller",
        interaction=draft.interaction,
        facts={
            "channel": channel,
            "draft": draft.id,
            "method": draft.method.value,
            "model": draft.model,
            "prompt_version": draft.prompt_version,
        },
    )


def shown_event_id(interaction: InteractionId, draft: str) -> str:
    """The name of the event that says that this draft was shown."""
    return hash_key("event", EventKind.DRAFT_SHOWN, interaction, draft)


def _told(draft: Draft, use: Use, share: float = 0.0, changes: tuple[Change, ...] = ()) -> DraftUse:
    return DraftUse(
        use=use,
        draft=draft.id,
        method=draft.method.value,
        model=draft.model,
        prompt_version=draft.prompt_version,
        size=size_of(share) if use is Use.EDITED else None,
        share=share,
        changes=changes,
    )


def _fold(text: str) -> str:
    return " ".join(text.lower().split())
