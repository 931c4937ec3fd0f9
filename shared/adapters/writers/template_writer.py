"""Drafts from templates: always there, and honest about what it is."""

from collections.abc import Sequence
from dataclasses import replace

from shared.domain.drafts.brief import PLAIN_BRIEF, Brief
from shared.domain.drafts.draft import Method
from shared.domain.drafts.templates import PROMPT_VERSION, write_template
from shared.domain.drafts.written import Written
from shared.domain.interaction import Interaction, Message, Sender
from shared.domain.products.card import Card
from shared.ports import Writer


class TemplateWriter(Writer):
    """Never fails: it needs no network."""

    def write(
        self,
        interaction: Interaction,
        messages: Sequence[Message],
        card: Card | None,
        signature: str,
        brief: Brief = PLAIN_BRIEF,
    ) -> Written:
        """Put phrases together for one interaction."""
        return Written(
            text=write_template(interaction, card, signature, _with_own(brief, messages)),
            method=Method.TEMPLATE,
            model="",
            prompt_version=PROMPT_VERSION,
        )


def _with_own(brief: Brief, messages: Sequence[Message]) -> Brief:
    """In a chat the seller's own messages are what must not be said again."""
    own = [one.text for one in reversed(messages) if one.sender is Sender.SELLER and one.text]
    return replace(brief, recent=(*own, *brief.recent)) if own else brief
