"""Words without what points to a person, before they leave for a language model."""

import re
from functools import lru_cache

from shared.domain.drafts.drafting import mask_private
from shared.domain.language.dictionary import dictionary
from shared.domain.language.letters import fold_text

_LEAST_SCORE = 0.1
_WORD = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")
_INITIALS = re.compile(r"(?<!\w)(?:[А-ЯЁ]\.\s?){1,2}(?=\[имя\])|(?<=\[имя\])\s?(?:[А-ЯЁ]\.){1,2}")
_NAMES = re.compile(r"\[имя\](?:\s\[имя\])+")
_PERSONAL = frozenset({"Name", "Patr", "Surn"})
_HOUSE = (
    r"(?:,?\s*(?:д(?:ом)?|корп(?:ус)?|стр(?:оение)?|кв(?:артира)?|подъезд|этаж|офис)\.?\s*\d+\w?)"
)
_STREET = (
    r"(?:ул(?:ица|ице|\.)|пр(?:оспекте?|-?т\.?)|пер(?:еулок|\.)|шоссе|бульвар|б-р|набережная|"
    r"наб\.|микрорайон|мкр\.?|площадь|пл\.|проезд|тупик)"
)
_SECRET = (
    (re.compile(r"(?<!\w)eyJ[\w-]{5,}(?:\.[\w-]+){0,2}"), "[ключ]"),
    (re.compile(r"(?<!\w)(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9_\-]{16,}(?!\w)"), "[код]"),
    (
        re.compile(
            r"(?i)((?:заказ|заявк|накладн|трек|чек|посылк|отправлени)\w*\s*(?:номер|№|#|n)?\s*:?\s*)"
            r"[\w-]*\d[\w-]{2,}"
        ),
        r"\1[номер]",
    ),
    (
        re.compile(r"(?i)((?:номер|№)\s*(?:заказа|карты|телефона)?\s*:?\s*)\d[\d\s-]{2,}\d"),
        r"\1[номер]",
    ),
    (re.compile(r"(?<![\w.,])\d{6,}(?!\w)"), "[номер]"),
    (
        re.compile(rf"(?i)(?<!\w){_STREET}\s*[«\"]?[А-ЯЁа-яё0-9.\- ]{{2,40}}?{_HOUSE}+"),
        "[адрес]",
    ),
    (
        re.compile(
            rf"(?i)(?<!\w){_STREET}\s*[«\"]?[А-ЯЁа-яё.\-]{{2,30}}"
            r"(?:\s[А-ЯЁа-яё.\-]{2,30})?,?\s*\d+\w?"
        ),
        "[адрес]",
    ),
    (re.compile(r"(?i)(?<!\w)кв(?:артира|\.)\s*\d+"), "[адрес]"),
)


def mask_person(text: str, *, name: str = "", product: str = "") -> str:
    """Take out contacts, numbers, addresses, keys and names; words of the product's name stay."""
    visible = text
    for pattern, mark in _SECRET:
        visible = pattern.sub(mark, visible)
    visible = mask_private(visible)
    kept = frozenset(fold_text(product).split())
    own = frozenset(one for one in fold_text(name).split() if len(one) > 1)
    masked = _WORD.sub(lambda found: _mask_word(found[0], own, kept), visible)
    masked = _mask_own(masked, own)
    return _NAMES.sub("[имя]", _INITIALS.sub("", masked))


def _mask_word(word: str, own: frozenset[str], kept: frozenset[str]) -> str:
    folded = fold_text(word)
    if folded in own:
        return "[имя]"
    if folded in kept:
        return word
    return "[имя]" if is_personal(folded) else word


def _mask_own(text: str, own: frozenset[str]) -> str:
    """The buyer's own name also where it is written small or inflected."""
    for name in own:
        stem = name[:-1] if len(name) > 3 else name  # noqa: PLR2004 - what endings leave of a name
        text = re.sub(rf"(?i)(?<!\w){re.escape(stem)}\w{{0,3}}(?!\w)", "[имя]", text)
    return text


@lru_cache(maxsize=20_000)
def is_personal(word: str) -> bool:
    """Whether a folded word is likely somebody's name, in any case."""
    likely = [one.tag for one in dictionary().parse(word) if one.score >= _LEAST_SCORE]
    return any(mark in tag for tag in likely for mark in _PERSONAL)
