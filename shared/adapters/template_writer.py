"""Drafts from templates: always there, and honest about what it is."""

from collections.abc import Sequence

from shared.domain.drafts.draft import Method
from shared.domain.drafts.templates import PROMPT_VERSION, write_template
from shared.domain.interaction import Interaction, Message
from shared.domain.marketplace import Card
from shared.ports import Writer, Written


class TemplateWriter(Writer):
    """Never fails: it needs no network."""

    def write(
        self,
        interaction: Interaction,
        messages: Sequence[Message],
        card: Card | None,
        signature: str,
    ) -> Written:
        """Put phrases together for one interaction."""
        return Written(
            text=write_template(interaction, card, signature),
            method=Method.TEMPLATE,
            model="",
            prompt_version=PROMPT_VERSION,
        )
