"""How a seller's answers sound."""

from enum import StrEnum


class Tone(StrEnum):
    """A seller chooses one for all drafts."""

    FRIENDLY = "friendly"
    NEUTRAL = "neutral"
    FORMAL = "formal"
