"""Which passwords anybody could guess."""

import re
import unicodedata

LEAST_LENGTH = 10
_FEWEST_DIFFERENT = 5
_SHORTEST_OWN_WORD = 4

# Frequent passwords of ten characters and more that the pattern rules below let through.
_FREQUENT_WORDS = """
    1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedcrfv zaq12wsxcde3
    zaq1xsw2cde3 1234qwerasdf qwer1234asdf qweasdzxc123 asdfghjkl123 zxcvbnm123 qwertyasdf
    iloveyou12 iloveyou123 iloveyou1234 letmein123 letmein1234 trustno1234 sunshine123
    football123 baseball123 superman123 princess123 basketball jordan2323 charlie123 monkey1234
    dragon1234 master1234 michael123 michelle123 jessica123 liverpool1 manchester chocolate1
    whatever123 starwars123 computer123 internet123 samsung123 spiderman1 blink182blink
    abcd123456 abc1234567 abcd1234abcd a1b2c3d4e5 a1s2d3f4g5 aa12345678 aaa1234567 asd1234567
    123456789a 123456789q 1234567890a 1234567890q 12345678910 123454321a 147258369a 159357456258
    987654321a 0987654321a 123qweasdzxc 123qwe123qwe 123123qweqwe 1234567qwe 12345qwert
    qwerty1234 qwerty12345 qwerty123456 qwertyuiop1 qwertyuiop123 1qazxsw23edc
    natasha123 nikita1234 marina1234 svetlana123 vladimir123 alexander1 aleksandr1 anastasia1
    ekaterina1 dmitriy123 andrey1234 sergey1234 tatiana123 kristina123 elizaveta1
    spartak1922 zenit12345 moskva2026 moscow2026 rossiya2026 russia2026 lubov12345
    privet1234 privet12345 zaqwsxcde1 poiuytrewq mnbvcxzasdf
"""
_FREQUENT = frozenset(_FREQUENT_WORDS.split())
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
    if plain in _FREQUENT or len(set(plain)) < _FEWEST_DIFFERENT or _is_run(plain):
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
