"""What an approved answer made of the draft at hand."""

from enum import StrEnum

from shared.domain.dataclass import dataclass


class Use(StrEnum):
    """Exactly one of these for each answer that a person approves.

    IGNORED says that a draft had been shown and other words were written, MANUAL that none had.
    """

    ACCEPTED = "accepted"
    EDITED = "edited"
    IGNORED = "ignored"
    MANUAL = "manual"


class EditSize(StrEnum):
    """How many of a draft's words were changed: under a fifth, over four fifths, or between."""

    MINOR = "minor"
    MAJOR = "major"
    REWRITE = "rewrite"


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the draft and those in their place; `at` counts the draft's words."""

    at: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftUse:
    """Which draft was at hand, who wrote it, and what was changed; `share` is the changed part."""

    use: Use
    draft: str = ""
    method: str = ""
    model: str = ""
    prompt_version: str = ""
    size: EditSize | None = None
    share: float = 0.0
    changes: tuple[Change, ...] = ()
