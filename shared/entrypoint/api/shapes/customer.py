"""Shapes of a buyer whom an order, a chat or WB itself proves; null is unknown."""

from datetime import datetime

from shared.domain.interaction import Channel
from shared.domain.linking.customers import Basis
from shared.domain.meaning.moods import Trend
from shared.entrypoint.api.shapes.base import Answer


class RatingAnswer(Answer):
    """The mean of so many ratings."""

    mean: float
    rated: int


class SpentAnswer(Answer):
    """What so many orders of known price cost together, in whole units of the currency."""

    currency: str
    amount: int
    orders: int


class CustomerAnswer(Answer):
    """What is known of one buyer, and what proves that it is one.

    A channel is missing from `contacts` where WB ties nothing to the buyer, which does not mean
    that there is nothing.
    """

    basis: Basis
    contacts: dict[Channel, int]
    orders: int | None
    rating: RatingAnswer | None
    trend: Trend | None
    complaints: int | None
    complains_often: bool | None
    spent: list[SpentAnswer]
    first_on: datetime
    last_on: datetime
    is_partial: bool
