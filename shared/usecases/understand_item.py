"""What items mean: rules at once; sentence vectors and a model's advice where they are at hand."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from datetime import timedelta

from shared.domain.dataclass import dataclass
from shared.domain.errors import Malformed, RetryLater
from shared.domain.interaction import Channel, Interaction, Source
from shared.domain.meaning.blending import wants_advice
from shared.domain.meaning.hearing import basis_of_words, masked_words
from shared.domain.meaning.semantics import SemanticModel, pack_vector, trained_model
from shared.domain.meaning.understand import Knowledge, understand_item
from shared.domain.understanding import Advice, Embedding, Understanding
from shared.ports import Adviser, Clock, Embedder

# What is left when the time is over waits for the next delivery of its page.
LONGEST_EMBEDDING = timedelta(seconds=20)
LONGEST_ADVICE = timedelta(seconds=15)
# A model that gave no valid answer to a text twice is not asked about it again.
MOST_TRIES = 2
_AT_ONCE = 32


@dataclass(slots=True)
class Reader:
    """Understands the items of one page; asks for each text once, and fails with none.

    `left` counts texts that nobody has embedded because the time was over.
    """

    clock: Clock
    embedder: Embedder | None = None
    adviser: Adviser | None = None
    model: SemanticModel | None = None
    left: int = 0
    _embeddings: dict[str, Embedding] = field(default_factory=dict)
    _advice: dict[str, Advice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.model is None and self.embedder is not None:
            self.model = trained_model()

    def read(self, channel: Channel, source: Source, before: Understanding) -> Understanding:
        """Understand with what is known by now."""
        known = Knowledge(model=self.model, embeddings=self._embeddings, advice=self._advice)
        return understand_item(channel, source, before, known)

    def misses(self, item: Interaction) -> bool:
        """Whether an item waits for an answer and its words have no vector yet."""
        return item.queue.needs_response and self._lacks(item)

    def hear(self, items: Sequence[Interaction]) -> bool:
        """Embed the words of these items, answered or not; say whether each has its vector now."""
        lacking = [item for item in items if self._lacks(item)]
        self._embed(lacking)
        return all(self.heard(item) for item in lacking)

    def heard(self, item: Interaction) -> Embedding | None:
        """The vector that was made here of an item's words, if any was."""
        return self._embeddings.get(basis_of_words(masked_words(item.channel, item.source)))

    def _lacks(self, item: Interaction) -> bool:
        if self.embedder is None or self.model is None:
            return False
        words = masked_words(item.channel, item.source)
        known = item.ai.embedding
        return bool(words) and (known is None or known.basis != basis_of_words(words))

    def knows_more(self, item: Interaction) -> bool:
        """Whether anything was learnt of an item's words since they were read last."""
        basis = basis_of_words(masked_words(item.channel, item.source))
        return basis in self._embeddings or basis in self._advice

    def learn(self, items: Iterable[Interaction]) -> bool:
        """Embed what these items lack, then ask about what nobody understands; say if it helped."""
        known = len(self._embeddings) + len(self._advice)
        waiting = [item for item in items if item.queue.needs_response]
        self._embed(item for item in waiting if self.misses(item))
        self._ask(waiting)
        return len(self._embeddings) + len(self._advice) > known

    def _embed(self, items: Iterable[Interaction]) -> None:
        texts = _texts_of(items)
        wanted = [(basis, text) for basis, text in texts.items() if basis not in self._embeddings]
        still_time = self._until(LONGEST_EMBEDDING)
        for start in range(0, len(wanted), _AT_ONCE):
            if not still_time():
                self.left = len(wanted) - start
                return
            if not self._embed_some(wanted[start : start + _AT_ONCE]):
                return

    def _embed_some(self, wanted: list[tuple[str, str]]) -> bool:
        """Say whether it is worth going on: whoever is down for some is down for all."""
        if self.embedder is None:
            return False
        try:
            vectors = self.embedder.embed([text for _, text in wanted])
        except (RetryLater, Malformed):
            return False
        for (basis, _), vector in zip(wanted, vectors, strict=True):
            self._embeddings[basis] = Embedding(
                basis=basis, model=self.embedder.model, packed=pack_vector(vector)
            )
        return True

    def _ask(self, items: Iterable[Interaction]) -> None:
        if self.adviser is None:
            return
        still_time = self._until(LONGEST_ADVICE)
        for item in items:
            ai = self.read(item.channel, item.source, item.ai)
            asked = ai.advice
            if asked is not None and (asked.intent is not None or asked.tries >= MOST_TRIES):
                continue
            if wants_advice(item.channel, ai.intent) and still_time():
                self._ask_about(masked_words(item.channel, item.source), asked, self.adviser)

    def _ask_about(self, words: str, before: Advice | None, adviser: Adviser) -> None:
        """No answer is remembered too, so that a text costs a bounded number of calls."""
        basis = basis_of_words(words)
        if not words or basis in self._advice:
            return
        try:
            intent = adviser.name_intent(words)
        except (RetryLater, Malformed):
            intent = None
        tries = 1 + (before.tries if before else 0)
        self._advice[basis] = Advice(basis=basis, model=adviser.model, intent=intent, tries=tries)

    def _until(self, period: timedelta) -> Callable[[], bool]:
        ends = self.clock.monotonic() + period.total_seconds()
        return lambda: self.clock.monotonic() < ends


def _texts_of(items: Iterable[Interaction]) -> dict[str, str]:
    texts = (masked_words(item.channel, item.source) for item in items)
    return {basis_of_words(text): text for text in texts}
