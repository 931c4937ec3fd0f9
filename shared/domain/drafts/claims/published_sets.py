"""What comes in the box by an answer that was published, against what is said of it now."""

from collections.abc import Iterator

from shared.domain.dataclass import dataclass
from shared.domain.drafts.claims.sentences import Statement, read_statements
from shared.domain.drafts.claims.sets import count_at, is_whole_list, things_in
from shared.domain.language.tokens import Word


@dataclass(frozen=True, slots=True)
class DeniedThing:
    """A thing from `start` to `end` of a text, and the earlier `quote` that says otherwise."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class _Counted:
    """One thing that a sentence counts among the set, or says not to be there."""

    said: Statement
    word: Word
    denied: bool

    @property
    def count(self) -> float | None:
        return count_at(self.said.words, self.word)


def deny_things(text: str, earlier: str) -> Iterator[DeniedThing]:
    """A thing that was there and is not, the other way round, or in another number.

    Where the earlier words are a whole list, a thing beyond it was not there.
    """
    then = list(_count_things(earlier))
    if not then:
        return
    for now in _count_things(text):
        denial = _find_denial(now, then)
        if denial is not None:
            start, end = now.said.place(now.word)
            yield DeniedThing(start, end, denial.said.text.strip())


def _count_things(text: str) -> Iterator[_Counted]:
    for said in read_statements(text):
        for word, denied in things_in(said):
            yield _Counted(said, word, denied)


def _find_denial(now: _Counted, then: list[_Counted]) -> _Counted | None:
    same = [one for one in then if one.word.lemmas & now.word.lemmas]
    if same:
        return next((one for one in same if _differs(now, one)), None)
    whole = [one for one in then if not one.denied and is_whole_list(one.said)]
    return whole[0] if whole and not now.denied else None


def _differs(now: _Counted, then: _Counted) -> bool:
    if now.denied or then.denied:
        return now.denied is not then.denied
    return now.count is not None and then.count is not None and now.count != then.count
