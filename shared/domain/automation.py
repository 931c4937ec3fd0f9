"""What may be answered without a person: praise in public, and nothing that hides a trouble."""

from shared.domain.interaction import Channel, Interaction
from shared.domain.queue import is_in_flight
from shared.domain.understanding import Sentiment

LEAST_STARS = 4


def may_automate(item: Interaction) -> bool:
    """Only a review of four or five stars that waits, complains of nothing and alarms nobody."""
    if item.channel is not Channel.REVIEW or (item.source.rating or 0) < LEAST_STARS:
        return False
    if not item.queue.needs_response or is_in_flight(item.work):
        return False
    complains = any(topic.sentiment is Sentiment.NEGATIVE for topic in item.ai.topics)
    return not complains and not item.ai.escalations
