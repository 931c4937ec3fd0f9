"""An answer without the name of the buyer it was given to, so that it can be shown to others."""

import re

from shared.domain.language.lemmas import forms_of, is_given_name
from shared.domain.linking.names import name_words

_GREETING = r"(?:здравствуйте|добрый день|добрый вечер|доброе утро|доброго дня|приветствуем|привет)"
_POLITE = r"(?:(?:[Уу]важаем|[Дд]орог|[Мм]ил)[а-я]{2} )?"
_NAMES = r"[А-ЯЁA-Z][А-ЯЁA-Zа-яёa-z]+(?: [А-ЯЁA-Z][А-ЯЁA-Zа-яёa-z]+){0,2}"
# «Мария, здравствуйте!» and «Мария, спасибо»: who is spoken to comes first.
_FIRST = re.compile(
    rf"^\s*(?!(?i:{_GREETING})){_POLITE}{_NAMES}[,!]\s+"
    rf"(?=(?i:{_GREETING}|спасибо|благодар|мы |нам |нас |рады|очень))"
)
# «Здравствуйте, Мария!»: the greeting stays.
_GREETED = re.compile(rf"((?i:{_GREETING})),?\s+{_POLITE}{_NAMES}(?=\s*[!,.])")
# «Спасибо, Мария, за отзыв» and «Да. Мария, приходите»: set off by signs, a given name at least.
_SPOKEN_TO = re.compile(
    rf"(?P<before>^\s*|[.!?…]\s+|\n\s*|,\s+)(?P<names>{_POLITE}{_NAMES})"
    rf"(?P<after>\s*[,!.?…]|\s*$)(?P<next>\s*\w)?"
)
# Sellers sign with their own names.
_SIGNED = re.compile(r"(?:уважением|пожеланиями|наилучшими|ваша?)\W*$", re.IGNORECASE)


def strip_name(text: str, name: str) -> str:
    """The text without its address by name; empty where the buyer's name still occurs in it."""
    bare = _drop_names(_GREETED.sub(r"\1", _FIRST.sub("", text))).strip()
    known = _lemmas_of(name)
    return "" if known & _lemmas_of(bare) else bare[:1].upper() + bare[1:]


def _drop_names(text: str) -> str:
    at = 0
    while found := _SPOKEN_TO.search(text, at):
        at = found.end("names")
        if _is_address(found):
            left = _left_of(found)
            text = text[: found.start()] + left + text[found.end() :]
            at = found.start() + len(left)
    return text


def _is_address(found: re.Match[str]) -> bool:
    """A name alone in its sentence is a signature, as is one below good wishes."""
    ends = found["after"].strip() in ("", ".") and not found["before"].startswith(",")
    if ends or _SIGNED.search(found.string, 0, found.start("names")):
        return False
    words = found["names"].lower().replace("ё", "е").split()
    return any(map(is_given_name, words))


def _left_of(found: re.Match[str]) -> str:
    """Between two commas both go with the name; what begins a sentence then is written so."""
    before, after, following = found["before"], found["after"].strip(), found["next"] or ""
    if before.startswith(","):
        return after.strip(",") + following
    return before + following.strip().upper()


def _lemmas_of(text: str) -> frozenset[str]:
    return frozenset(lemma for word in name_words(text) for lemma in forms_of(word).lemmas)
