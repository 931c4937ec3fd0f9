"""Items as a marketplace sends them, what is understood of one, and what it shows after a write."""

from typing import Any

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel, Message, Source

RawItem = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedItem:
    """One raw item understood: an interaction's source, or messages of a chat.

    `undated` names the dates that say something nobody can read, where an item can do without.
    """

    channel: Channel
    source: Source
    messages: tuple[Message, ...] = ()
    undated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What WB shows of an item after a write; `found` is the seller's text, if there is one."""

    exists: bool
    found: str | None = None
    wb_state: str = ""
    editable: bool = False
