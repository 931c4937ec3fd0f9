"""The layers that read a text, each alone and all together, as one shape."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.domain.draft import Finding
from shared.domain.guardrails import check_text, find_blocks
from shared.domain.intent import classify_intent
from shared.domain.interaction import Channel, Source
from shared.domain.understanding import Escalation, IntentLabel, Topic
from tests.builders import make_source

RULES, COMBINED = "rules", "combined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one layer makes of a text; a task that it does not do is absent."""

    name: str
    read_intent: Callable[[Channel, str], IntentLabel]
    read_topics: Callable[[str], Sequence[Topic]] | None = None
    read_alarms: Callable[[Channel, str], Sequence[Escalation]] | None = None


def find_layers() -> tuple[Layer, ...]:
    """From the simplest to all together, which is the last."""
    return (
        Layer(name=RULES, read_intent=_rule_intent),
        Layer(name=COMBINED, read_intent=_rule_intent),
    )


def find_objections(channel: Channel, text: str) -> tuple[Finding, ...]:
    """What forbids sending a reply."""
    return find_blocks(check_text(channel, text))


def source_of(text: str) -> Source:
    """A text alone, without stars or names: lines of the evaluation hold no more."""
    return make_source(text=text)


def _rule_intent(channel: Channel, text: str) -> IntentLabel:
    return classify_intent(channel, source_of(text))
