"""What a deed on many items would do to each of them; nothing is stored or sent."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from shared.domain.bulk import BulkAction, LeftOut, left_by_findings, why_left
from shared.domain.composing import ComposerWords
from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Draft, Finding
from shared.domain.guard.judging import Judge
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Interaction
from shared.domain.replies.objections import object_to
from shared.ports import Clock, Store, Stores
from shared.usecases.read_ground import read_ground
from shared.usecases.request_draft import has_fresh_draft


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """One item, the text that would be sent with what the guardrails say, or why it stays."""

    interaction: InteractionId
    revision: int
    item: Interaction | None
    draft: Draft | None = None
    findings: tuple[Finding, ...] = ()
    left_out: LeftOut | None = None


def preview_bulk(
    seller: SellerId,
    action: BulkAction,
    seen: Iterable[tuple[InteractionId, int]],
    *,
    tags: tuple[str, ...] = (),
    stores: Stores,
    clock: Clock,
    judge: Judge,
) -> list[PreviewLine]:
    """Look at each item as the deed itself will."""
    store, wanted = stores.of_seller(seller), list(seen)
    names = [name for name, _ in wanted]
    found, begun = find_items(store, names), find_own_words(store, action, names)
    lines = []
    for name, revision in wanted:
        left = why_left(action, found.get(name), revision, tags)
        if left is None and name in begun:
            left = LeftOut.OWN_WORDS
        line = PreviewLine(interaction=name, revision=revision, item=found.get(name), left_out=left)
        if action is BulkAction.SEND and left is None:
            line = _look_at_text(store, line, judge, clock.now())
        lines.append(line)
    return lines


def _look_at_text(store: Store, line: PreviewLine, judge: Judge, now: datetime) -> PreviewLine:
    """The text last, since it costs most; approval holds it against the same."""
    item = line.item
    draft = _fresh_draft(store, item) if item else None
    if item is None or draft is None:
        return replace(line, left_out=LeftOut.NO_DRAFT)
    ground = read_ground(store, item, draft.text, now)
    findings = object_to(draft.text, item, judge, ground)
    return replace(line, draft=draft, findings=findings, left_out=left_by_findings(findings))


def find_items(store: Store, names: Sequence[InteractionId]) -> dict[str, Interaction]:
    """Items by name; what is not this seller's is not there."""
    found = store.get_many(Interaction, names)
    return {name: stored.value for name, stored in found.items()}


def find_own_words(
    store: Store, action: BulkAction, names: Sequence[InteractionId]
) -> frozenset[str]:
    """Items for which the seller has begun to write: sending and closing would lose the words."""
    if action in (BulkAction.SNOOZE, BulkAction.TAG):
        return frozenset()
    return frozenset(store.get_many(ComposerWords, names))


def _fresh_draft(store: Store, item: Interaction) -> Draft | None:
    if item.ai.draft is None or not has_fresh_draft(item):
        return None
    stored = store.get(Draft, item.id, item.ai.draft.id)
    return stored.value if stored else None
