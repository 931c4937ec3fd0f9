"""Shapes of a seller's own tags."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from shared.domain.tagging import LONGEST_TAG, MOST_TAGS, BadTag, clean_tag, unite_tags
from shared.entrypoint.api.field_words import WordedError
from shared.entrypoint.api.words import BAD_TAG


def _clean(written: str) -> str:
    try:
        return clean_tag(written)
    except BadTag as bad:
        raise WordedError(BAD_TAG) from bad


def _each_once(tags: tuple[str, ...]) -> tuple[str, ...]:
    return unite_tags(tags, ())


Tag = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TAG),
    AfterValidator(_clean),
]
Tags = Annotated[
    tuple[Tag, ...], Field(max_length=MOST_TAGS, strict=False), AfterValidator(_each_once)
]
