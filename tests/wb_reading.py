"""What the WB reader makes of raw items."""

from datetime import UTC, datetime
from typing import Any

from shared.adapters.wildberries.reading import WBReader
from shared.domain.interaction import (
    Channel,
    Source,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
READER = WBReader()


def source_of(channel: Channel, raw: dict[str, Any], at: datetime = NOON) -> Source:
    return READER.parse_item(channel, raw, at).source
