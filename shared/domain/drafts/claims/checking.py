"""Check an answer against a product's card, claim by claim."""

import re
from collections.abc import Sequence
from functools import lru_cache

from shared.domain.drafts.claims.card_index import CardIndex, index_card
from shared.domain.drafts.claims.claim import Claim, ClaimKind, ClaimVerdict
from shared.domain.drafts.claims.matters import read_composition, read_country, read_features
from shared.domain.drafts.claims.measures import read_measures
from shared.domain.drafts.claims.prices import read_price
from shared.domain.drafts.claims.sayings import read_answers, read_ingredients
from shared.domain.drafts.claims.sentences import Statement, read_statements
from shared.domain.drafts.claims.sets import read_set
from shared.domain.drafts.claims.telling import tell_claim
from shared.domain.drafts.claims.units import Amount, read_amounts
from shared.domain.products.card import Card

NO_CARD = CardIndex(fields=(), prose=(), price=None)
_AVAILABILITY = re.compile(
    r"(?i)(?<!\w)(?:(?:есть|имеется|имеются|остал\w+|осталось)\s+(?:[\w-]+\s+){0,3}"
    r"(?:в наличии|на складе)"
    r"|нет\s+в наличии|(?:в наличии|на складе)\s+(?:есть|нет|имеется|осталось|много|мало)"
    r"|закончил(?:ся|ась|ось|ись)|распродан\w*|скоро\s+поступ\w+|снова\s+появ\w+)"
)


@lru_cache(maxsize=500)
def check_claims(text: str, card: Card | None, said: str = "") -> tuple[Claim, ...]:
    """Every claim in reading order; `said` are the buyer's words, whose numbers are not ours."""
    index = index_card(card) if card else NO_CARD
    asked = tuple(read_amounts(said))
    sentences = read_statements(text)
    pairs = zip(sentences, (None, *sentences), strict=False)
    found = [claim for one, before in pairs for claim in _read(one, before, index, asked)]
    kept = {(claim.start, claim.end, claim.kind): claim for claim in reversed(found)}
    return tuple(sorted(kept.values(), key=lambda claim: (claim.start, claim.end)))


def find_contradictions(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """What forbids sending."""
    return tuple(one for one in claims if one.verdict is ClaimVerdict.CONTRADICTED)


def find_unknown(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """What nobody has written down."""
    return tuple(one for one in claims if one.verdict is ClaimVerdict.UNKNOWN)


def leave_out(text: str, claims: Sequence[Claim]) -> str:
    """The answer without the sentences that hold these claims."""
    kept = [
        one.text
        for one in read_statements(text)
        if not any(one.start <= claim.start < one.start + len(one.text) for claim in claims)
    ]
    return "".join(kept).strip()


def _read(
    said: Statement, before: Statement | None, card: CardIndex, asked: Sequence[Amount]
) -> list[Claim]:
    claims = [
        *read_composition(said, card),
        *read_country(said, card),
        *read_features(said, card),
        *read_set(said, card),
        *read_ingredients(said, card),
        *read_answers(said, card),
        *read_measures(said, before, card, asked),
        *read_price(said, card, asked),
    ]
    for found in _AVAILABILITY.finditer(said.text):
        place = (said.start + found.start(), said.start + found.end())
        claims.append(tell_claim(said, ClaimKind.AVAILABILITY, ClaimVerdict.UNKNOWN, place))
    return claims
