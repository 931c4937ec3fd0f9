"""What is known of one thing that is counted, and the names under which it counts."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.domain.analytics.counts import minute_of
from shared.domain.analytics.waits import bin_of
from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.moscow import MOSCOW, moscow_day
from shared.domain.replies.states import ReplyKind, ReplyState

FAST = timedelta(minutes=60)
A_DAY = timedelta(hours=24)
NEGATIVE = 2


class Fate(StrEnum):
    """How far an item has got: CLOSED is what nobody has to answer any more."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class By(StrEnum):
    """Where an answer was given."""

    INBOX = "inbox"
    CABINET = "cabinet"


class Origin(StrEnum):
    """What a reply was made of: a draft as it was, an edited one, own words, or no person.

    IGNORED are own words beside a draft that had been shown.
    """

    ACCEPTED = "accepted"
    EDITED = "edited"
    IGNORED = "ignored"
    MANUAL = "manual"
    AUTOMATIC = "automatic"


class Harm(StrEnum):
    """Who says that a reply should not have been sent."""

    AUDIT = "audit"
    WB = "wb"
    SELLER = "seller"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """A review or a question, counted on the Moscow day on which it was written.

    `answered_at` is None where nobody knows when. `topics` are pairs of subject and feeling.
    `change` is by how many stars a supplemented review differs from the first one, and
    `after_reply` whether that one had been answered before.
    """

    id: str
    channel: Channel
    at: datetime
    target_at: datetime
    limit_at: datetime
    rule: str
    nm_id: int = 0
    rating: int | None = None
    needs: bool = True
    fate: Fate = Fate.OPEN
    by: By | None = None
    answered_at: datetime | None = None
    topics: tuple[tuple[str, str], ...] = ()
    change: int | None = None
    after_reply: bool = False

    @property
    def item(self) -> str:
        """The interaction that shows it."""
        return self.id

    @property
    def day(self) -> date:
        """Where it counts."""
        return moscow_day(self.at)

    def names(self) -> Iterator[str]:
        """Every count that it adds one to."""
        yield f"seen/{self.channel}"
        if self.rating is not None:
            yield f"rating/{self.rating}"
            yield f"nm/{self.nm_id}/rating/{self.rating}"
        for label, feeling in self.topics:
            yield f"topic/{self.channel}/{label}/{feeling}"
            yield f"nm/{self.nm_id}/topic/{label}/{feeling}"
        if self.change is not None:
            yield f"change/{'after' if self.after_reply else 'without'}/{self.change}"
        if self.needs:
            yield from self._names_of_need()

    def _names_of_need(self) -> Iterator[str]:
        yield f"needs/{self.channel}"
        yield f"fate/{self.channel}/{self.fate}"
        if self.fate is Fate.ANSWERED:
            yield f"answered/{self.channel}/{self.by}"
            yield from self._names_of_answer()
        if self.fate is Fate.OPEN:
            yield f"due/{self.channel}/{self.rule}/target/{minute_of(self.target_at)}"
            yield f"due/{self.channel}/{self.rule}/limit/{minute_of(self.limit_at)}"
            yield f"day_due/{self.channel}/{minute_of(self.at + A_DAY)}"
        if self._is_negative:
            yield "negative/seen"
            yield f"negative/{self.fate}"

    def _names_of_answer(self) -> Iterator[str]:
        at = self.answered_at
        if at is None:
            yield f"untimed/{self.channel}"
            return
        yield f"met/{self.channel}/{self.rule}/target/{_in_time(at, self.target_at)}"
        yield f"met/{self.channel}/{self.rule}/limit/{_in_time(at, self.limit_at)}"
        yield f"day/{self.channel}/{_in_time(at, self.at + A_DAY)}"
        if at - self.at <= FAST:
            yield f"fast/{self.channel}"
            if self._is_negative:
                yield "negative/fast"

    @property
    def _is_negative(self) -> bool:
        return self.rating is not None and self.rating <= NEGATIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """A reply that has come to its end, counted on the Moscow day for which it was approved.

    `asked_at` is when the words were written that it answers, `sent_at` when WB was given it;
    other than `at`, which never moves, it may be known late. `presale` is a message to a chat
    without an order, `converted` that the same chat has one now.
    """

    id: str
    item: str
    channel: Channel
    at: datetime
    state: ReplyState
    origin: Origin
    kind: ReplyKind = ReplyKind.ANSWER
    rule: str = ""
    sent_at: datetime | None = None
    asked_at: datetime | None = None
    target_at: datetime | None = None
    limit_at: datetime | None = None
    harms: tuple[Harm, ...] = ()
    presale: bool = False
    converted: bool = False

    @property
    def day(self) -> date:
        """Where it counts."""
        return moscow_day(self.at)

    def names(self) -> Iterator[str]:
        """Every count that it adds one to."""
        yield f"outcome/{self.channel}/{self.state}"
        if self.state is not ReplyState.CONFIRMED:
            return
        if self.harms:
            yield f"harmful/{self.channel}"
        for harm in self.harms:
            yield f"harm/{harm}/{self.channel}"
        if self.kind is ReplyKind.EDIT:
            yield f"edits/{self.channel}"
            return
        yield f"sent/{self.channel}/{self.origin}"
        yield from self._names_of_wait()
        if self.presale:
            yield "presale/chat"
        if self.presale and self.converted:
            yield "converted/chat"

    def _names_of_wait(self) -> Iterator[str]:
        if self.asked_at is None:
            return
        sent_at, hour = self.sent_at or self.at, self.asked_at.astimezone(MOSCOW).hour
        yield f"wait/{self.channel}/{hour:02}/{self.rule}/{bin_of(sent_at - self.asked_at)}"
        if self.channel is not Channel.CHAT:
            return
        for name, due in (("target", self.target_at), ("limit", self.limit_at)):
            if due is not None:
                yield f"met/{self.channel}/{self.rule}/{name}/{_in_time(sent_at, due)}"


Row = ItemRow | ReplyRow


def _in_time(at: datetime, due: datetime) -> str:
    return "in" if at <= due else "late"
