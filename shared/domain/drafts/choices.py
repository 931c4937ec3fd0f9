"""What a seller chooses about suggested answers."""

from shared.domain.dataclass import dataclass
from shared.domain.drafts.tone import Tone

MOST_CALLS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftChoices:
    """`suggestions` writes drafts before anybody asks; `daily_limit` counts calls of a model.

    `learns` shows the model how the seller has answered like words before.
    """

    suggestions: bool = True
    use_model: bool = True
    tone: Tone = Tone.FRIENDLY
    daily_limit: int = 200
    learns: bool = True
