"""What may be answered without a person: praise in public, and nothing that hides a trouble."""

from shared.domain.automatic.policy import LEAST_STARS, MOST_STARS
from shared.domain.interaction import Channel, Interaction
from shared.domain.queue import is_in_flight
from shared.domain.understanding import Sentiment


def may_automate(item: Interaction) -> bool:
    """Only a review of four or five stars that waits, complains of nothing and alarms nobody."""
    if not is_praise(item) or not item.queue.needs_response or is_in_flight(item.work):
        return False
    return not complains(item) and not item.ai.escalations


def is_praise(item: Interaction) -> bool:
    """Whether the stars alone allow it; nothing but a whole number counts as stars."""
    stars = item.source.rating
    if item.channel is not Channel.REVIEW or type(stars) is not int:
        return False
    return LEAST_STARS <= stars <= MOST_STARS


def complains(item: Interaction) -> bool:
    """Whether the buyer is unhappy with anything, whatever the stars say."""
    return any(topic.sentiment is Sentiment.NEGATIVE for topic in item.ai.topics)
