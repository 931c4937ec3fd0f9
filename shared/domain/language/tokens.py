"""The words of a text, each with its place, sentence, clause and dictionary forms."""

import re
from collections.abc import Iterator

from shared.domain.dataclass import dataclass
from shared.domain.language.lemmas import Forms, forms_of, is_known
from shared.domain.language.letters import LONGEST_READ, fold_text, unite_alphabets

MOST_UNKNOWN = 200
GLAD = ":glad"
SAD = ":sad"
SMILE = ":smile"
FROWN = ":frown"

_GLAD_SIGNS = "👍👌🔥😍🥰💯😊🙏💕❤♥☺😘😁😄😃🙂👏💖💗💓💋😋🤩🎉"
_SAD_SIGNS = "👎😡🤮😞😢💩😠🤬😭😤😒🙁☹😔🤢😩"
_TOKEN = re.compile(
    r"(?P<num>\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_][\w'’]*(?:-\w+)*)"
    r"|(?P<glad>[" + _GLAD_SIGNS + r"])|(?P<smile>[:;]-?\)+|\){2,})"
    r"|(?P<sad>[" + _SAD_SIGNS + r"])|(?P<frown>[:;]-?\(+|\({2,})"
    r"|(?P<stop>[!?\n]|\.(?!\d)|…)"
    r"|(?P<pause>[,;:()«»\"—–]| - )"
)
_FACES = {"glad": GLAD, "sad": SAD, "smile": SMILE, "frown": FROWN}
_CAPITALS = re.compile(r"[А-ЯЁA-Z]")
_LETTERS = re.compile(r"[А-ЯЁA-Zа-яёa-z]")
_SHORTEST_DENIED = 4
_NOT = Forms(frozenset({"не"}), frozenset({"PRCL"}))


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is read; `start` and `end` count characters of the text itself."""

    text: str
    start: int
    end: int
    forms: Forms
    sentence: int
    clause: int

    @property
    def lemmas(self) -> frozenset[str]:
        """Every dictionary form that the word may have."""
        return self.forms.lemmas

    @property
    def kinds(self) -> frozenset[str]:
        """Parts of speech, tenses, IMPR by pymorphy's names in capitals; LATIN, NUM or SIGN."""
        return self.forms.kinds


@dataclass(frozen=True, slots=True)
class Sentence:
    """A run of words between two stops."""

    words: tuple[Word, ...]
    asks: bool

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.words[-1].end


@dataclass(frozen=True, slots=True)
class Voice:
    """How loud a text is: the share of capitals among letters, and the exclamation marks."""

    capitals: float
    shouts: int


def read_words(text: str) -> tuple[Word, ...]:
    """The words of the first five thousand characters."""
    return tuple(_scan(text)[0])


def read_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences that hold words; `asks` when a question mark ends one."""
    words, asking = _scan(text)
    grouped: dict[int, list[Word]] = {}
    for word in words:
        grouped.setdefault(word.sentence, []).append(word)
    return tuple(Sentence(tuple(group), number in asking) for number, group in grouped.items())


def hear_voice(text: str) -> Voice:
    """Words of one or two letters shout as little as abbreviations do."""
    letters = "".join(word for word in re.findall(r"[^\W\d_]{3,}", text[:LONGEST_READ]))
    count = len(_LETTERS.findall(letters))
    capitals = len(_CAPITALS.findall(letters)) / count if count else 0.0
    return Voice(capitals, text[:LONGEST_READ].count("!"))


def _scan(text: str) -> tuple[list[Word], set[int]]:
    folded = unite_alphabets(fold_text(text[:LONGEST_READ]))
    words: list[Word] = []
    asking: set[int] = set()
    sentence = clause = unknown = 0
    for token in _TOKEN.finditer(folded):
        match token.lastgroup:
            case "stop":
                if token.group() == "?":
                    asking.add(sentence)
                sentence, clause = _next_place(words, sentence, clause)
            case "pause":
                clause += 1
            case _:
                for word in _read_token(token, sentence, clause, unknown):
                    unknown += not word.forms.known
                    words.append(word)
    return words, asking


def _next_place(words: list[Word], sentence: int, clause: int) -> tuple[int, int]:
    """Stops in a row end one sentence only."""
    if words and words[-1].sentence == sentence:
        return sentence + 1, clause + 1
    return sentence, clause


def _read_token(token: re.Match[str], sentence: int, clause: int, unknown: int) -> Iterator[Word]:
    text, start, end = token.group(), token.start(), token.end()
    sign = _FACES.get(token.lastgroup or "")
    if sign:
        yield Word(
            sign, start, end, Forms(frozenset({sign}), frozenset({"SIGN"})), sentence, clause
        )
        return
    for piece, offset in _split_token(text, start):
        if unknown >= MOST_UNKNOWN and not is_known(piece):
            forms = Forms(frozenset({piece}), known=False)
        else:
            forms = _NOT if piece == "не" else forms_of(piece)
        yield Word(piece, offset, offset + len(piece), forms, sentence, clause)


def _split_token(text: str, start: int) -> list[tuple[str, int]]:
    """Take apart what buyers glue: «неподошёл» is two words, «джинсы-скинни» too."""
    if "-" in text and not is_known(text):
        pieces, offset = [], start
        for piece in text.split("-"):
            if piece:
                pieces.append((piece, offset))
            offset += len(piece) + 1
        return pieces
    rest = text[2:]
    is_denied = text.startswith("не") and len(rest) >= _SHORTEST_DENIED and not is_known(text)
    if is_denied and is_known(rest):
        return [("не", start), (rest, start + 2)]
    return [(text, start)]
