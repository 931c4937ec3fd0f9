"""How long a reply may be."""

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a channel accepts, in characters."""

    least: int
    most: int
    advised: int


LIMITS = {
    Channel.REVIEW: Limits(least=2, most=5000, advised=500),
    Channel.QUESTION: Limits(least=2, most=5000, advised=500),
    Channel.CHAT: Limits(least=1, most=1000, advised=1000),
}
