"""What drafting needs."""

from shared.entrypoint.config.models import LLMSettings
from shared.entrypoint.config.wildberries import WBSettings


class DraftSettings(WBSettings, LLMSettings):
    """What writes drafts; with no LLM configured the templates do, and say so.

    `enable_llm_judge` lets the model look at what it wrote, and forbid more than the rules do.
    """

    enable_llm_judge: bool = False

    @property
    def referee(self) -> tuple[str, str, str] | None:
        """The model that looks once more."""
        return self.llm if self.enable_llm_judge else None
