"""How much a chat's buyer insists: by writing again and again, or by shouting."""

from shared.domain.interaction import Sender, Source

MANY_MESSAGES = 3
MANY_MARKS = 3
# Short words in capitals, as «ОК» and abbreviations, are nobody's shout.
LEAST_LETTERS = 6
_SHOUTED = 0.5


def urges_of(source: Source) -> int:
    """How many levels a chat rises; only the buyer's words that wait for an answer count."""
    chat = source.chat
    if chat is None:
        return 0
    shouts = chat.last_sender is Sender.CLIENT and is_shouted(chat.last_text)
    return int(len(chat.pending) >= MANY_MESSAGES) + int(shouts)


def is_shouted(text: str) -> bool:
    """Mostly capitals, in the alphabet in which names of models and sizes are not written."""
    if text.count("!") >= MANY_MARKS:
        return True
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() and _is_russian(letter) for letter in letters)
    return capitals >= LEAST_LETTERS and capitals > _SHOUTED * len(letters)


def _is_russian(letter: str) -> bool:
    return "а" <= letter.lower() <= "я" or letter.lower() == "ё"
