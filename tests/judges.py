"""A judge for tests of what comes after it: it reads words alone and is sure of them."""

from shared.domain.drafts.draft import Finding
from shared.domain.guard.guardrails import check_text
from shared.domain.guard.judging import Judge
from shared.domain.guard.situation import Situation
from shared.domain.interaction import Channel


class SureJudge(Judge):
    """What its words do not forbid is allowed, as if every meaning were known."""

    def check(
        self,
        channel: Channel,
        text: str,
        situation: Situation | None = None,
        *,
        thorough: bool = False,
    ) -> tuple[Finding, ...]:
        """Say nothing of what was not read."""
        return check_text(channel, text, situation)


def sure_judge() -> Judge:
    """Knows meanings of nothing, so that words alone decide."""
    return SureJudge()
