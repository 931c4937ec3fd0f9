"""What a read of WB adds to what is stored: newer content wins, whenever it arrives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from shared.domain.chat import first_chat, is_same_chat, merge_chat
from shared.domain.dataclass import dataclass
from shared.domain.deadlines.table import WB_CLOCK
from shared.domain.ids import InteractionId, interaction_id
from shared.domain.interaction import Channel, Interaction, Message, Source, Work
from shared.domain.queue import queue_state
from shared.domain.raw_items import ParsedItem
from shared.domain.search.index import begin_index
from shared.domain.settings import SellerSettings
from shared.domain.understanding import Understanding

Understand = Callable[[Channel, Source, Understanding], Understanding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One parsed item; `moved` when WB showed something else of it before.

    A chat is `listed` when its line of WB's list came with it; what is `old` was there before
    anybody read the seller's channel; what is `nameless` belongs to a seller who keeps no names.
    """

    interaction: InteractionId
    parsed: ParsedItem
    moved: bool = False
    listed: bool = False
    old: bool = False
    nameless: bool = False

    @classmethod
    def of(
        cls, parsed: ParsedItem, *, moved: bool = False, listed: bool = False, old: bool = False
    ) -> "Arrival":
        """Name the one interaction that an item belongs to."""
        name = interaction_id(parsed.channel.value, parsed.source.external_id)
        return cls(interaction=name, parsed=parsed, moved=moved, listed=listed, old=old)

    @property
    def messages(self) -> tuple[Message, ...]:
        """What was said."""
        return self.parsed.messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """WB shows an item no more, as when the buyer has taken it back."""

    interaction: InteractionId
    observed_at: datetime

    @property
    def messages(self) -> tuple[Message, ...]:
        """Who leaves says nothing."""
        return ()


def depart_source(stored: Source, departure: Departure) -> Source | None:
    """The source of what is gone; None when a newer read has shown the item."""
    if stored.gone_at is not None or departure.observed_at <= stored.observed_at:
        return None
    return replace(stored, observed_at=departure.observed_at, gone_at=departure.observed_at)


def without_name(arrival: Arrival) -> Arrival:
    """What is left of an item for a seller who keeps no names of buyers."""
    source = replace(arrival.parsed.source, buyer_name="")
    return replace(arrival, parsed=replace(arrival.parsed, source=source), nameless=True)


def merge_source(stored: Source, arrival: Arrival) -> Source | None:
    """The source after an arrival; None when the arrival says nothing new.

    An older read never replaces a newer one. Where WB showed something else in between, the
    newer reading of the same content is noted too, so that the one in between stays older.
    """
    parsed = arrival.parsed
    if parsed.channel is Channel.CHAT:
        kept = replace(stored, buyer_name="") if arrival.nameless else stored
        merged = merge_chat(kept, parsed, listed=arrival.listed)
        unchanged = is_same_chat(stored, merged)
    elif parsed.source.observed_at <= stored.observed_at:
        return None
    else:
        merged = _compare_answers(stored, parsed.source)
        unchanged = _is_same(stored, merged)
    if not unchanged:
        return merged
    if not arrival.moved or merged.observed_at <= stored.observed_at:
        return None
    return _touch(stored, merged)


def new_interaction(
    arrival: Arrival, settings: SellerSettings, now: datetime, understand: Understand
) -> Interaction:
    """The first that is heard of an item."""
    channel, parsed = arrival.parsed.channel, arrival.parsed
    is_chat = channel is Channel.CHAT
    source = first_chat(parsed, listed=arrival.listed) if is_chat else _note_answer(parsed.source)
    ai = understand(channel, source, Understanding())
    work = _first_work(arrival, source)
    item = Interaction(
        id=arrival.interaction,
        channel=channel,
        source=source,
        ai=ai,
        work=work,
        queue=queue_state(channel, source, ai, work, settings, now),
        occurred_at=occurred_at(source),
        changed_at=now,
    )
    return begin_index(item, arrival.messages)


def is_forgotten(arrival: Arrival, before: datetime | None) -> bool:
    """Whether an unknown item is older than what the seller's store still remembers."""
    if before is None:
        return False
    source = arrival.parsed.source
    listed_at = source.chat.preview_at if source.chat else None
    said = [one.sent_at for one in arrival.messages]
    return max([source.created_at, *said, *([listed_at] if listed_at else [])]) <= before


def _first_work(arrival: Arrival, source: Source) -> Work:
    """A chat that WB lets nobody answer any more when its seller comes is history, not work."""
    chat = source.chat if arrival.old else None
    if chat is None or chat.waiting_since is None or chat.asked_at is None:
        return Work()
    # Who has waited for long and asked again is no history: the last words count.
    closed_at = chat.asked_at + WB_CLOCK[Channel.CHAT]
    if source.observed_at < closed_at:
        return Work()
    return Work(closed=True, closed_at=closed_at, known_until=chat.asked_at)


def changes_of(item: Interaction, source: Source, understand: Understand) -> dict[str, object]:
    """The maps that follow from a new source; what people did is theirs alone to change."""
    return {
        "source": source,
        "ai": understand(item.channel, source, item.ai),
        "occurred_at": occurred_at(source),
    }


def occurred_at(source: Source) -> datetime:
    """When the last thing was said that the list is ordered by."""
    if source.chat:
        return source.chat.last_at or source.chat.preview_at or source.created_at
    return source.created_at


def _is_same(stored: Source, merged: Source) -> bool:
    """A name that the seller keeps no more or keeps again is a change, and so is a return."""
    marks = (merged.content_hash, merged.buyer_name, merged.gone_at)
    return marks == (stored.content_hash, stored.buyer_name, stored.gone_at)


def _note_answer(source: Source) -> Source:
    """WB dates no answer to a review, so the first read that shows one does."""
    if source.answer is None:
        return source
    return replace(source, answer=replace(source.answer, noticed_at=source.observed_at))


def _compare_answers(stored: Source, read: Source) -> Source:
    """What only two reads together tell: when an answer came, and that it went."""
    before, after = stored.answer, read.answer
    if after is None:
        gone_at = stored.answer_gone_at if before is None else read.observed_at
        return replace(read, answer_gone_at=gone_at)
    if before is None or before.text != after.text:
        return _note_answer(read)
    return replace(read, answer=replace(after, noticed_at=before.noticed_at))


def _touch(stored: Source, merged: Source) -> Source:
    if stored.chat is None or merged.chat is None:
        return replace(stored, observed_at=merged.observed_at)
    chat = replace(stored.chat, listed_at=merged.chat.listed_at)
    return replace(stored, observed_at=merged.observed_at, chat=chat)
