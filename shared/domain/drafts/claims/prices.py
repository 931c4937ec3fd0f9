"""Claims of sums of money, held against the price that WB noted last."""

from collections.abc import Iterator, Sequence

from shared.domain.drafts.claims.card_index import CardIndex, Field
from shared.domain.drafts.claims.claim import Claim, ClaimKind, ClaimVerdict
from shared.domain.drafts.claims.sentences import Statement
from shared.domain.drafts.claims.telling import NO_LINE, Line, line_of, tell_claim
from shared.domain.drafts.claims.units import Amount, is_close, is_said, read_amounts

PRICE = "Цена"
_ROUBLES = "roubles"
_PRICED_WORDS = "цена ценник стоимость стоить обойтись обходиться продаваться прайс"
# What costs money beside the product, and what a price may be told with or without.
_SERVICE_WORDS = "доставка ремонт возврат комиссия пошлина пересылка штраф хранение химчистка"
_CUT_WORDS = """
скидка кэшбэк кешбэк кешбек бонус вернуть компенсация промокод экономия сэкономить сертификат купон
номинал разница
"""
# What has been paid or asked, or is given along, is not what it costs.
_ELSE_WORDS = "ранний ранее прежде прежний заплатить оплатить платить доплатить доплата подарок чек"
_PRICED, _CUTS = frozenset(_PRICED_WORDS.split()), frozenset(_CUT_WORDS.split())
_OTHERS = frozenset(f"{_SERVICE_WORDS} {_ELSE_WORDS}".split())


def read_price(said: Statement, card: CardIndex, asked: Sequence[Amount]) -> Iterator[Claim]:
    """Any sum of roubles is read as the price, unless the sentence speaks of other money.

    A price that WB noted long ago contradicts nothing: it may well have changed.
    """
    for amount in read_amounts(said.text):
        if amount.dimension != _ROUBLES:
            continue
        claim = _judge(said, amount, card)
        if claim.verdict is ClaimVerdict.CONFIRMED or not is_said(amount, asked):
            yield claim


def _judge(said: Statement, amount: Amount, card: CardIndex) -> Claim:
    line = _line_with(amount, card)
    if line is not None:
        return _claim(said, amount, ClaimVerdict.CONFIRMED, line_of(line))
    price = card.price
    if price is None or not _speaks_of_price(said):
        return _claim(said, amount, ClaimVerdict.UNKNOWN)
    if is_close(amount, price.roubles):
        return _claim(said, amount, ClaimVerdict.CONFIRMED, (PRICE, price.words))
    verdict = ClaimVerdict.CONTRADICTED if price.is_current else ClaimVerdict.UNKNOWN
    return _claim(said, amount, verdict, (PRICE, price.words))


def _speaks_of_price(said: Statement) -> bool:
    if said.lemmas & _OTHERS:
        return False
    return bool(said.lemmas & _PRICED) or not said.lemmas & _CUTS


def _line_with(amount: Amount, card: CardIndex) -> Field | None:
    """A line that names the same sum, such as the face value of a gift card."""
    return next(
        (
            one
            for one in (*card.fields, *card.prose)
            for other in one.amounts
            if other.dimension == _ROUBLES and is_close(amount, other.value)
        ),
        None,
    )


def _claim(said: Statement, amount: Amount, verdict: ClaimVerdict, line: Line = NO_LINE) -> Claim:
    place = (said.start + amount.start, said.start + amount.end)
    return tell_claim(said, ClaimKind.PRICE, verdict, place, line)
