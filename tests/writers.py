"""A paid model of one's own making, for tests of what is asked of one."""

from collections.abc import Sequence

from shared.domain.drafts.brief import PLAIN_BRIEF, Brief
from shared.domain.drafts.draft import Method
from shared.domain.drafts.written import Written
from shared.domain.errors import Rejected, RetryLater
from shared.domain.interaction import Interaction, Message
from shared.domain.products.card import Card
from shared.ports import Writer

WORDS = "Спасибо за отзыв, нам очень приятно читать такие слова!"


class ScriptedWriter(Writer):
    """Says or raises what it is told to, one after the other, and remembers what it heard."""

    is_paid = True

    def __init__(self, *answers: str | Rejected | RetryLater) -> None:
        self._answers = list(answers)
        self.heard: list[tuple[Sequence[Message], Card | None, str]] = []
        self.briefs: list[Brief] = []

    def write(
        self,
        interaction: Interaction,
        messages: Sequence[Message],
        card: Card | None,
        signature: str,
        brief: Brief = PLAIN_BRIEF,
    ) -> Written:
        self.heard.append((messages, card, signature))
        self.briefs.append(brief)
        answer = self.next_answer()
        if isinstance(answer, Exception):
            raise answer
        return Written(text=answer, method=Method.LLM, model="m", prompt_version="p")

    def next_answer(self) -> str | Rejected | RetryLater:
        return self._answers.pop(0)


class SteadyWriter(ScriptedWriter):
    """Always says the same."""

    def next_answer(self) -> str:
        return WORDS
