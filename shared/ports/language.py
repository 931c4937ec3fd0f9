"""Models that read and write words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from shared.domain.errors import Malformed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.drafts.brief import Brief
    from shared.domain.drafts.written import Written
    from shared.domain.interaction import Channel, Interaction, Message
    from shared.domain.meaning.heads import Vector
    from shared.domain.products.card import Card
    from shared.domain.understanding import Intent


class Unwritten(Malformed):
    """No draft came of so many calls of a model."""

    def __init__(self, words: str, calls: int) -> None:
        super().__init__(words)
        self.calls = calls


class Embedder(Protocol):
    """Turns short texts into unit vectors: texts that mean alike lie near each other."""

    @property
    def model(self) -> str:
        """Name the model: only vectors of the same one can be compared."""
        ...

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One vector for each text, in order; RetryLater or Malformed when there are none."""
        ...


class Adviser(Protocol):
    """A language model that may name what a buyer wants where nothing else could."""

    @property
    def model(self) -> str:
        """Name the model that is asked."""
        ...

    def name_intent(self, question: str) -> Intent:
        """Ask once; Unavailable when nobody answered, Malformed when it is none of the intents."""
        ...


class Writer(Protocol):
    """Writes a draft. Unavailable or Malformed when it cannot; each try of one `is_paid` costs."""

    is_paid: bool = False

    def write(
        self,
        interaction: Interaction,
        messages: Sequence[Message],
        card: Card | None,
        signature: str,
        brief: Brief = ...,
    ) -> Written:
        """Suggest an answer to the words of one interaction."""
        ...


class Referee(Protocol):
    """Looks once more at words that are about to be suggested."""

    def name_rule(self, channel: Channel, text: str, within_s: float) -> str:
        """Name the rule that the text breaks; nothing where none is broken or nobody answered."""
        ...
