"""The layers that read a text, each alone and all together, as one shape."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from shared.adapters.embeddings.opening import open_embedder
from shared.domain.drafts.draft import Finding
from shared.domain.guard.guardrails import check_text, find_blocks
from shared.domain.guard.situation import Situation
from shared.domain.interaction import Channel, Source
from shared.domain.meaning.blending import LLM_METHOD, follow_advice, reads_channel, wants_advice
from shared.domain.meaning.escalation import find_escalations
from shared.domain.meaning.hearing import basis_of_words, masked_words
from shared.domain.meaning.intent import classify_intent
from shared.domain.meaning.semantics import (
    METHOD,
    judge_meaning,
    nearest_example,
    pack_vector,
    read_embedding,
    trained_model,
)
from shared.domain.meaning.topics import read_topics
from shared.domain.meaning.understand import Knowledge, understand_item
from shared.domain.understanding import (
    Advice,
    Embedding,
    Escalation,
    Intent,
    IntentLabel,
    Topic,
    Understanding,
)
from shared.ports import Embedder
from tests.builders import make_chat, make_source
from tests.evaluation.advice import find_adviser, remember_advice

RULES, SEMANTIC, LLM, COMBINED = "rules", "semantic", "llm", "combined"
Embed = Callable[[str], Embedding]
Ask = Callable[[str], Advice]
ReadIntent = Callable[[Channel, str], IntentLabel]
Understand = Callable[[Channel, str], Understanding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What one layer makes of a text; a task or channel that it does not read is absent.

    `understand` does everything at once, with one vector.
    """

    name: str
    read_intent: ReadIntent
    channels: frozenset[Channel] = frozenset(Channel)
    read_topics: Callable[[str], Sequence[Topic]] | None = None
    read_alarms: Callable[[Channel, str], Sequence[Escalation]] | None = None
    understand: Understand | None = None


def find_layers(embed: Embed | None = None) -> tuple[Layer, ...]:
    """From the simplest to all together, which is the last; vectors are kept unless told."""
    vectors = embed or cache(embed_text)
    model = trained_model()
    heard = frozenset(channel for channel in Channel if reads_channel(model, channel))
    adviser = find_adviser()
    ask = remember_advice(adviser) if adviser else None
    understand = _understand_with(vectors)
    return (
        Layer(
            name=RULES,
            read_intent=_rule_intent,
            read_topics=_find_topics,
            read_alarms=_find_alarms,
        ),
        Layer(name=SEMANTIC, read_intent=_semantic_intent(vectors), channels=heard),
        *([_llm_layer(ask)] if ask else []),
        Layer(
            name=COMBINED,
            read_intent=_combined_intent(understand, ask),
            read_topics=lambda text: understand(Channel.REVIEW, text).topics,
            read_alarms=lambda channel, text: understand(channel, text).escalations,
            understand=understand,
        ),
    )


def find_objections(channel: Channel, text: str, context: str = "") -> tuple[Finding, ...]:
    """What forbids sending a reply; `context` are the buyer's words that it answers, if known."""
    situation = Situation(words=context) if context else None
    return find_blocks(check_text(channel, text, situation))


def source_of(text: str, channel: Channel = Channel.QUESTION) -> Source:
    """A text alone, without stars or names: lines of the evaluation hold no more."""
    if channel is Channel.CHAT:
        return make_chat(text=text).source
    return make_source(text=text)


def embed_text(words: str) -> Embedding:
    """As ingestion does."""
    embedder = _embedder()
    (vector,) = embedder.embed([words])
    return Embedding(basis=basis_of_words(words), model=embedder.model, packed=pack_vector(vector))


@cache
def _embedder() -> Embedder:
    return open_embedder(None, "", None)


def _rule_intent(channel: Channel, text: str) -> IntentLabel:
    return classify_intent(channel, source_of(text, channel))


def _find_topics(text: str) -> Sequence[Topic]:
    return read_topics(Channel.REVIEW, source_of(text, Channel.REVIEW))


def _find_alarms(channel: Channel, text: str) -> Sequence[Escalation]:
    return find_escalations(channel, source_of(text, channel))


def _semantic_intent(embed: Embed) -> ReadIntent:
    model = trained_model()

    def read(channel: Channel, text: str) -> IntentLabel:
        words = masked_words(channel, source_of(text, channel))
        vector = read_embedding(embed(words))
        shares = judge_meaning(model, channel, vector, words)
        best = max(shares, key=shares.__getitem__)
        return IntentLabel(
            label=best,
            confidence=shares[best],
            method=METHOD,
            nearest=nearest_example(model, best, vector),
        )

    return read


def _llm_layer(ask: Ask) -> Layer:
    """The model alone, of questions, which are all that it is asked about."""

    def read(channel: Channel, text: str) -> IntentLabel:
        advice = ask(masked_words(channel, source_of(text, channel)))
        return IntentLabel(label=advice.intent or Intent.OTHER, method=LLM_METHOD)

    return Layer(name=LLM, read_intent=read, channels=frozenset({Channel.QUESTION}))


def _understand_with(embed: Embed) -> Understand:
    """The product's own way."""
    model = trained_model()

    def understand(channel: Channel, text: str) -> Understanding:
        source = source_of(text, channel)
        words = masked_words(channel, source)
        known = {one.basis: one for one in ([embed(words)] if words else [])}
        knowledge = Knowledge(model=model, embeddings=known)
        return understand_item(channel, source, Understanding(), knowledge)

    return understand


def _combined_intent(understand: Understand, ask: Ask | None) -> ReadIntent:
    """Advice is asked for where it can change something."""

    def read(channel: Channel, text: str) -> IntentLabel:
        intent = understand(channel, text).intent
        words = masked_words(channel, source_of(text, channel))
        if ask is not None and words and wants_advice(channel, intent):
            return follow_advice(channel, intent, ask(words))
        return intent

    return read
