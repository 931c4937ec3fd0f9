"""Shape of a request from the front page."""

import re
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from shared.entrypoint.api.shapes.base import Request

MOST_NM = 10**12
_WAYS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|@[A-Za-z]\w{4,}|t\.me/\w+|(?:\d[\s()-]*){7}")
_LINK = re.compile(r"https://[^\s<>\"]+")


def _reachable(contact: str) -> str:
    """It holds an e-mail, a telephone number, or a name in a messenger."""
    if not _WAYS.search(contact):
        raise ValueError("nobody could be reached by it")
    return contact


def _linked(link: str) -> str:
    if link and not _LINK.fullmatch(link):
        raise ValueError("no address of a page")
    return link


Contact = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=5, max_length=100),
    AfterValidator(_reachable),
]
Company = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Link = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(_linked)
]


class LeadRequest(Request):
    """Who asks to be shown the product, about which article; nothing is kept without consent."""

    nm: Annotated[int, Field(ge=1, le=MOST_NM)]
    contact: Contact
    company: Company = ""
    link: Link = ""
    consent: bool
    client_request_id: UUID
