"""What a deed on many items would do to each of them; nothing is stored or sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shared.domain.bulk import BulkAction, LeftOut, left_by_findings, why_left
from shared.domain.composing import ComposerWords
from shared.domain.drafts.draft import Draft, Finding
from shared.domain.guard.answering import situation_of
from shared.domain.guard.judging import Judge
from shared.domain.ids import InteractionId, SellerId
from shared.domain.interaction import Interaction
from shared.ports import Store, Stores
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
    stores: Stores,
    judge: Judge,
) -> list[PreviewLine]:
    """Look at each item as the deed itself will."""
    store, wanted = stores.of_seller(seller), list(seen)
    names = [name for name, _ in wanted]
    found, begun = find_items(store, names), find_own_words(store, action, names)
    lines = []
    for name, revision in wanted:
        item = found.get(name)
        draft = _fresh_draft(store, item) if action is BulkAction.SEND and item else None
        line = preview_line(action, name, revision, item, draft, judge)
        if name in begun and line.left_out is None:
            line = replace(line, left_out=LeftOut.OWN_WORDS)
        lines.append(line)
    return lines


def preview_line(
    action: BulkAction,
    name: InteractionId,
    revision: int,
    item: Interaction | None,
    draft: Draft | None,
    judge: Judge,
) -> PreviewLine:
    """What speaks against one item, the text last: it costs most."""
    line = PreviewLine(
        interaction=name,
        revision=revision,
        item=item,
        draft=draft,
        left_out=why_left(action, item, revision),
    )
    if action is not BulkAction.SEND or item is None or line.left_out is not None:
        return line
    if draft is None:
        return replace(line, left_out=LeftOut.NO_DRAFT)
    findings = judge.check(item.channel, draft.text, situation_of(item))
    return replace(line, left_out=left_by_findings(findings), findings=findings)


def find_items(store: Store, names: Sequence[InteractionId]) -> dict[str, Interaction]:
    """Items by name; what is not this seller's is not there."""
    found = store.get_many(Interaction, names)
    return {name: stored.value for name, stored in found.items()}


def find_own_words(
    store: Store, action: BulkAction, names: Sequence[InteractionId]
) -> frozenset[str]:
    """Items for which the seller has begun to write: a draft must not come before that."""
    if action is not BulkAction.SEND:
        return frozenset()
    return frozenset(store.get_many(ComposerWords, names))


def _fresh_draft(store: Store, item: Interaction) -> Draft | None:
    if item.ai.draft is None or not has_fresh_draft(item):
        return None
    stored = store.get(Draft, item.id, item.ai.draft.id)
    return stored.value if stored else None
