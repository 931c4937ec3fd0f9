"""The layers that read a text, each alone and all together, as one shape."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.domain.blending import reads_channel
from shared.domain.draft import Finding
from shared.domain.guardrails import check_text, find_blocks
from shared.domain.hearing import basis_of_words, masked_words
from shared.domain.intent import classify_intent
from shared.domain.interaction import Channel, Source
from shared.domain.semantics import METHOD, judge_vector, pack_vector, read_embedding, trained_model
from shared.domain.understand import Knowledge, understand_item
from shared.domain.understanding import Embedding, Escalation, IntentLabel, Topic, Understanding
from shared.ports import Embedder
from tests.builders import make_source

RULES, SEMANTIC, COMBINED = "rules", "semantic", "combined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one layer makes of a text; a task that it does not do is absent."""

    name: str
    read_intent: Callable[[Channel, str], IntentLabel]
    read_topics: Callable[[str], Sequence[Topic]] | None = None
    read_alarms: Callable[[Channel, str], Sequence[Escalation]] | None = None


def find_layers() -> tuple[Layer, ...]:
    """From the simplest to all together, which is the last."""
    embedder = BundledEmbedder()
    return (
        Layer(name=RULES, read_intent=_rule_intent),
        Layer(name=SEMANTIC, read_intent=partial(_semantic_intent, embedder)),
        Layer(name=COMBINED, read_intent=partial(_combined_intent, embedder)),
    )


def find_objections(channel: Channel, text: str) -> tuple[Finding, ...]:
    """What forbids sending a reply."""
    return find_blocks(check_text(channel, text))


def source_of(text: str) -> Source:
    """A text alone, without stars or names: lines of the evaluation hold no more."""
    return make_source(text=text)


def _semantic_intent(embedder: Embedder, channel: Channel, text: str) -> IntentLabel:
    """Vectors alone, in reviews as well, where the product does not ask them."""
    vector = read_embedding(_embed(embedder, channel, text))
    shares = judge_vector(trained_model(), channel, vector)
    best = max(shares, key=shares.__getitem__)
    return IntentLabel(label=best, confidence=shares[best], method=METHOD)


def _combined_intent(embedder: Embedder, channel: Channel, text: str) -> IntentLabel:
    """As ingestion understands an item that waits for an answer."""
    model = trained_model()
    known: dict[str, Embedding] = {}
    if reads_channel(model, channel):
        embedding = _embed(embedder, channel, text)
        known[embedding.basis] = embedding
    knowledge = Knowledge(model=model, embeddings=known)
    return understand_item(channel, source_of(text), Understanding(), knowledge).intent


def _embed(embedder: Embedder, channel: Channel, text: str) -> Embedding:
    words = masked_words(channel, source_of(text))
    (vector,) = embedder.embed([words])
    return Embedding(basis=basis_of_words(words), model=embedder.model, packed=pack_vector(vector))


def _rule_intent(channel: Channel, text: str) -> IntentLabel:
    return classify_intent(channel, source_of(text))
