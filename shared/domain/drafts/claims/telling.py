"""A claim at its place in the answer, beside the line of the card that it was held against."""

from shared.domain.drafts.claims.card_index import Field
from shared.domain.drafts.claims.claim import Claim, ClaimKind, ClaimVerdict
from shared.domain.drafts.claims.sentences import Statement

Line = tuple[str, str]
NO_LINE: Line = ("", "")


def tell_claim(
    said: Statement,
    kind: ClaimKind,
    verdict: ClaimVerdict,
    place: tuple[int, int],
    line: Line = NO_LINE,
) -> Claim:
    """`place` counts characters of the whole answer; `line` is its name and its value."""
    start, end = place
    quote = said.quote(start, end).strip()
    return Claim(
        kind=kind,
        verdict=verdict,
        quote=quote,
        start=start,
        end=end,
        field=line[0],
        value=line[1],
    )


def line_of(field: Field | None) -> Line:
    """A line of the card as a claim names it."""
    return (field.name, field.value) if field else NO_LINE
