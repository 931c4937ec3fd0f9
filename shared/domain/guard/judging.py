"""Judges a reply by its words and by its meaning, and remembers what it has judged."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from shared.domain.drafts.draft import Finding
from shared.domain.errors import InboxError
from shared.domain.guard.edition import RULES_VERSION
from shared.domain.guard.guardrails import examine_text, merge_findings
from shared.domain.guard.listening import (
    Suspicion,
    find_suspects,
    judge_part,
    judge_pieces,
    judge_vector,
    severities_in,
    tell_unread,
)
from shared.domain.guard.sentences import Stretch, cut_words, fits, trained_model
from shared.domain.guard.situation import Situation
from shared.domain.ids import hash_text
from shared.domain.interaction import Channel
from shared.domain.meaning.semantics import Vector

Embed = Callable[[Sequence[str]], Sequence[Vector]]

MOST_HEARD = 5
_MOST_VERDICTS = 2000
_MOST_VECTORS = 500
# So many letters are heard at a thorough look, and while a seller waits for the verdict: a letter
# costs up to a millisecond, and the more there is to read, the less time is left to hear.
_THOROUGH = 3000
_SHORT_REPLY = 500
_LETTERS_OF_LONG = 200
_LETTERS_OF_SHORT, _READ_WHILE_HEARD = 100, 9
_FEWEST_LETTERS = 20

K = TypeVar("K")
V = TypeVar("V")


class Judge:
    """One for a process; without `embed` only words are read, and the findings say so."""

    def __init__(self, embed: Embed | None = None) -> None:
        self._embed = embed
        self._verdicts: _Memory[tuple[object, ...], tuple[Finding, ...]] = _Memory(_MOST_VERDICTS)
        self._vectors: _Memory[str, Vector] = _Memory(_MOST_VECTORS)

    def check(
        self,
        channel: Channel,
        text: str,
        situation: Situation | None = None,
        *,
        thorough: bool = False,
    ) -> tuple[Finding, ...]:
        """Every objection to a text, in reading order.

        A `thorough` look takes half a second, and what it could not hear it tells; otherwise
        pieces of words decide on what there is no time to hear.
        """
        returns = situation is None or situation.allows_return
        titles = situation.titles if situation else ()
        key = (channel, hash_text(text), RULES_VERSION, returns, titles, thorough)
        known = self._verdicts.find(key)
        if known is not None:
            return known
        worded = examine_text(channel, text, situation)
        suspicion = find_suspects(severities_in(channel, returns=returns), text, worded, titles)
        meant, is_final = self._listen(suspicion, text, thorough=thorough)
        findings = merge_findings([*worded.findings, *meant])
        if is_final:
            self._verdicts.keep(key, findings)
        return findings

    def _listen(
        self, suspicion: Suspicion, text: str, *, thorough: bool
    ) -> tuple[list[Finding], bool]:
        """What is found, and whether another look would find the same."""
        suspects = sorted(suspicion.suspects, key=lambda one: -one.danger)
        open_ones = [one.stretch for one in suspects if one.is_open]
        vectors, heard = self._hear(open_ones, _THOROUGH if thorough else _letters_for(text))
        found: list[Finding] = []
        unread = [suspicion.unread] if suspicion.unread else []
        for one in suspects:
            vector = vectors.get(one.stretch.text)
            if vector is None:
                verdict = judge_pieces(one, text)
            else:
                # What goes out by itself is held back by a mere beginning of a sentence too.
                in_part = not thorough and self._vectors.find(one.stretch.text) is None
                verdict = (judge_part if in_part else judge_vector)(one, vector, text)
            if verdict is not None:
                found.append(verdict)
            elif vector is None and (thorough or not heard):
                unread.append(one.stretch)
        if unread:
            found.append(tell_unread(min(unread, key=lambda one: one.start)))
        return found, heard

    def _hear(self, stretches: Sequence[Stretch], letters: int) -> tuple[dict[str, Vector], bool]:
        """Vectors by stretch, and whether all came that were asked; known ones cost nothing."""
        vectors: dict[str, Vector] = {}
        asked: dict[str, str] = {}
        for one in stretches:
            known = self._vectors.find(one.text)
            if known is not None:
                vectors[one.text] = known
            elif len(asked) < MOST_HEARD and letters >= _FEWEST_LETTERS:
                asked[one.text] = cut_words(one.text, letters)
                letters -= len(asked[one.text])
        if not asked:
            return vectors, True
        heard = self._embed_all([*asked.values()])
        for text, vector in zip(asked, heard, strict=False):
            vectors[text] = vector
            if asked[text] == text:
                self._vectors.keep(text, vector)
        return vectors, bool(heard)

    def _embed_all(self, texts: Sequence[str]) -> Sequence[Vector]:
        """Nothing where nobody embeds, or not as the model was learnt."""
        if self._embed is None:
            return ()
        try:
            vectors = self._embed(texts)
        except InboxError:
            return ()
        model = trained_model()
        return vectors if all(fits(model, vector) for vector in vectors) else ()


def _letters_for(text: str) -> int:
    if len(text) > _SHORT_REPLY:
        return _LETTERS_OF_LONG
    return _LETTERS_OF_SHORT - len(text) // _READ_WHILE_HEARD


class _Memory(Generic[K, V]):
    """The newest of what was found out."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[K, V] = OrderedDict()

    def find(self, key: K) -> V | None:
        return self._known.get(key)

    def keep(self, key: K, value: V) -> None:
        self._known[key] = value
        if len(self._known) > self._most:
            self._known.popitem(last=False)
