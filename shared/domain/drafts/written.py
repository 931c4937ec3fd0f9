"""Words that somebody wrote for a seller, before they become a draft."""

from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A draft's words and who wrote them; `asks` are what a model says that the buyer wants.

    `objection` names the rule that a second look found broken; `calls` of a model were made.
    """

    text: str
    method: Method
    model: str
    prompt_version: str
    asks: tuple[tuple[str, bool], ...] = ()
    objection: str = ""
    calls: int = 1
