"""Obscene and insulting words, also where letters are hidden from a filter.

A letter may be a sign («м*дак»), a digit («ск0ты»), a Latin double («сyка») or stand apart
(«д е б и л»).
"""

import re
from collections.abc import Iterator

from shared.domain.once import build_once

_TWINS = str.maketrans("aceopxyktmbhu", "асеорхуктмвни")
_WORD = re.compile(r"(?<![\w*@#$])[а-яa-z][\w*@#$]*(?:\.{2,}[\w*@#$]+)?")
_APART = re.compile(r"(?<!\w)[а-яa-z](?: [а-яa-z]){3,}(?!\w)")
_MASKS = re.compile(r"[*#$]+|\.{2,}|[@\d]")
_LATIN = frozenset(
    {
        "cyka",
        "suka",
        "suki",
        "blyat",
        "blya",
        "bliat",
        "pidor",
        "pidory",
        "mudak",
        "mudaki",
        "nahui",
    }
    | {"nahuy", "xyu", "xyi", "debil", "debily", "urody", "mraz", "tvari"}
)
_LONGEST = 24
_FEWEST_LETTERS = 2
_BARE = re.compile(r"(?:[хбпе]\*{2,}|[хпе]\.{3})")
# Abuse in any form; praise by the same roots is none.
_OBSCENE = re.compile(
    r"(?:на|по|за|о|до|вы|у|при|от|отъ|разъ|съ|рас|ис|под|ни)?"
    r"(?:ху[йи](?!н)\w{0,3}|хуе(?:в|с|п|г|м)\w*|хую\w*|пизд(?!ат)\w*|еб(?:а[лнт]|л[аоеи]|ну|уч|ись|ат)\w*"
    r"|бля(?:[дт]\w*)?|муда[кч]\w*|мудил\w*|мудоз\w*|пид[оае]?р\w*|г[оа]ндон\w*|хуйл\w*)"
    r"|долб[оа]еб\w*|уеб(?!р)\w*|выеб\w*|заеб(?!ис|ок|ат)\w*|оху(?:е[лв]|и[лт])(?!ит)\w*"
)
_PRAISE = re.compile(r"\w*(?:охуен|ахуен|охуит|пиздат|заебис|заебат|ниху|оху)\w*")
_WORDS = """
сука суки сукин сучка сучара суку блять блядь бляди бля блядский блядские блядская хуй хуйня
хули хуи нахуй похуй хуесос хуесосы хуево охуели охуел охуеть охерели охренели пизда пиздец пздц
пиздеж пиздабол пиздюк пидор пидоры пидар пидары пидорас пидорасы пидарасы педик гандон гандоны
гондон гондоны мудак мудаки мудила мразь мрази тварь твари ебать ебаный ебаные ебаная ебанат
ебанутый ебанутые ебанаты ебал ебло ебучий ебучие ебись заебали заебал заебла отъебись наебали
уебки уебок уебище уебан еблан долбоеб долбоебы долбоебов дебил дебилы дебилов идиот идиоты урод
уроды ублюдок ублюдки сволочь сволочи козел козлы говнюк чмо гнида гниды скоты скот скотина
шлюха шлюхи дура дурак дураки кретин кретины дегенерат дегенераты придурок придурки тупой тупая
тупые подонки подонок падла падлы гады выблядок мразота ушлепки
"""


def find_masked(text: str) -> Iterator[tuple[int, int]]:
    """Where abuse stands that a dictionary of words would not find."""
    low = text.lower().replace("ё", "е")
    for match in _WORD.finditer(low):
        if len(match.group()) <= _LONGEST and _is_abuse(match.group()):
            yield match.span()
    for match in _APART.finditer(low):
        if match.group().replace(" ", "").translate(_TWINS).startswith(_stems()):
            yield match.span()


def _is_abuse(word: str) -> bool:
    plain = word.translate(_TWINS) if re.search("[а-я*@]", word) else word
    if plain in _LATIN or word in _LATIN:
        return True
    if not _MASKS.search(plain):
        mixed = plain != word
        return bool(_is_obscene(plain) or (mixed and plain in _known()))
    if _BARE.fullmatch(plain):
        return True
    letters = re.sub(r"[^а-я]", "", plain)
    return len(letters) >= _FEWEST_LETTERS and _matches(plain)


def _is_obscene(word: str) -> bool:
    return bool(_OBSCENE.fullmatch(word)) and not _PRAISE.fullmatch(word)


def _matches(masked: str) -> bool:
    """Each sign stands for a letter or a few, a digit for one."""
    parts = []
    at = 0
    for mask in _MASKS.finditer(masked):
        parts.append(re.escape(masked[at : mask.start()]))
        one = mask.group()
        parts.append("[а-я]" if one == "@" or one.isdigit() else f"[а-я]{{1,{len(one) + 3}}}")
        at = mask.end()
    shape = re.compile("".join([*parts, re.escape(masked[at:])]))
    return any(shape.fullmatch(word) for word in _known())


@build_once
def _known() -> frozenset[str]:
    return frozenset(_WORDS.split())


@build_once
def _stems() -> tuple[str, ...]:
    return tuple(word for word in _known() if len(word) > _FEWEST_LETTERS + 1)
