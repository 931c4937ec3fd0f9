"""How a draft ends: with the seller's name, where nobody objects to it."""

from shared.domain.guard.guardrails import keep_harmless
from shared.domain.interaction import Channel
from shared.domain.replies.limits import LIMITS


def sign_answer(text: str, channel: Channel, signature: str) -> str:
    """End with the seller's name where it is harmless and fits the advised length."""
    name = keep_harmless(channel, signature.strip())
    signed = f"{text}\nС уважением, {name}"
    return signed if name and len(signed) <= LIMITS[channel].advised else text
