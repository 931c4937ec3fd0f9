"""Which passwords anybody could guess."""

import re
import unicodedata

from shared.domain.accounts.frequent_passwords import FREQUENT_PASSWORDS

LEAST_LENGTH = 10
_FEWEST_DIFFERENT = 5
_SHORTEST_OWN_WORD = 4

_CONTEXT_WORDS = (
    "password",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "parol",
    "пароль",
    "qwerty",
    "йцукен",
    "wildberries",
    "wildberry",
    "вайлдберриз",
    "валдберис",
    "ozon",
    "seller",
    "prodavec",
    "продавец",
    "marketplace",
    "маркетплейс",
    "unified",
    "inbox",
    "admin",
    "administrator",
    "welcome",
    "letmein",
    "login",
    "secret",
    "changeme",
    "iloveyou",
)
_RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "йцукенгшщзхъфывапролджэячсмитьбю",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
)


def is_guessable(password: str, *, email: str, name: str) -> bool:
    """Frequent passwords, keyboard runs, few different signs, and words anyone would try first."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    if plain in FREQUENT_PASSWORDS or len(set(plain)) < _FEWEST_DIFFERENT or _is_run(plain):
        return True
    mailbox = email.casefold()
    own = [word for word in (mailbox, mailbox.partition("@")[0], name.casefold()) if word]
    rest = plain
    for word in sorted((*own, *_CONTEXT_WORDS), key=len, reverse=True):
        if len(word) >= _SHORTEST_OWN_WORD:
            rest = rest.replace(word, "")
    # What is left of `wildberries2026!` once the obvious is gone is a year and a sign.
    return rest != plain and len(re.sub(r"[\W\d_]", "", rest)) < _SHORTEST_OWN_WORD


def _is_run(plain: str) -> bool:
    return any(plain in run or plain in run[::-1] for run in _RUNS)
