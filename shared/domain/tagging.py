"""Tags: a seller's own short names for what an item is about."""

import re
import unicodedata
from collections.abc import Iterable

from shared.domain.errors import Rejected

MOST_TAGS = 8
LONGEST_TAG = 30
_STRANGE = re.compile(r"[^\w .+/&№#%!?-]")


class BadTag(Rejected):
    """A tag is plain words: nothing that hides, breaks a line or reads as markup."""


class TagsFull(Rejected):
    """An item bears no more tags."""


def clean_tag(written: str) -> str:
    """The tag as it is kept: one line with single spaces. Raises BadTag."""
    tag = " ".join(unicodedata.normalize("NFC", written).split())
    if not tag or _STRANGE.search(tag):
        raise BadTag("a tag has other characters than words have")
    return tag


def tag_key(tag: str) -> str:
    """What two spellings of one tag have in common."""
    return tag.casefold()


def unite_tags(held: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Each tag once, in any case of letters, as it was spelt first."""
    known: dict[str, str] = {}
    for tag in (*held, *more):
        known.setdefault(tag_key(tag), tag)
    return tuple(known.values())


def drop_tags(held: Iterable[str], less: Iterable[str]) -> tuple[str, ...]:
    """What stays when some are taken off, however those are spelt."""
    taken = {tag_key(tag) for tag in less}
    return tuple(tag for tag in held if tag_key(tag) not in taken)


def add_tags(held: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """The tags with further ones. Raises TagsFull."""
    tags = unite_tags(held, more)
    if len(tags) > MOST_TAGS:
        raise TagsFull("the item bears as many tags as it can")
    return tags
