"""A model in memory that names the intents it was told."""

from collections.abc import Mapping

from shared.domain.errors import Malformed, Unavailable
from shared.domain.understanding import Intent
from shared.ports import Adviser


class MemoryAdviser(Adviser):
    """Knows some questions; `asked` keeps every one, `is_down` makes it fail."""

    def __init__(self, known: Mapping[str, Intent] | None = None) -> None:
        self._known = dict(known or {})
        self.asked: list[str] = []
        self.is_down = False

    @property
    def model(self) -> str:
        """Its only name."""
        return "memory"

    def name_intent(self, question: str) -> Intent:
        """What it was told; of other questions it says nothing that could be used."""
        self.asked.append(question)
        if self.is_down:
            raise Unavailable("the model is down")
        if question not in self._known:
            raise Malformed("the model named none of the intents")
        return self._known[question]
