"""An answer without the name of the buyer it was given to, so that it can be shown to others."""

import re

_GREETING = r"(?:здравствуйте|добрый день|добрый вечер|доброе утро|доброго дня|приветствуем|привет)"
_NAME = r"[А-ЯЁA-Z][а-яёa-z]+"
# «Мария, здравствуйте!» and «Мария, спасибо»: who is spoken to comes first.
_FIRST = re.compile(
    rf"^\s*(?!(?i:{_GREETING})){_NAME}(?: {_NAME})?[,!]\s+"
    rf"(?=(?i:{_GREETING}|спасибо|благодар|мы |нам |нас |рады|очень))"
)
# «Здравствуйте, Мария!»: the greeting stays.
_GREETED = re.compile(rf"((?i:{_GREETING})),?\s+(?:{_NAME})(?: {_NAME})?(?=\s*[!,.])")
_WORD = re.compile(r"[^\W\d_]{2,}")


def strip_name(text: str, name: str) -> str:
    """The text without its address by name; empty where the buyer's name still occurs in it."""
    bare = _GREETED.sub(r"\1", _FIRST.sub("", text)).strip()
    words = {word.lower() for word in _WORD.findall(bare)}
    known = {word.lower() for word in _WORD.findall(name)}
    return "" if words & known else bare[:1].upper() + bare[1:]
