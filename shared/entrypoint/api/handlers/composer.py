"""A seller's half-written words."""

from shared.domain.ids import InteractionId
from shared.entrypoint.api.answers import composer_answer
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.devices import name_device
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.interaction import ComposerRequest
from shared.entrypoint.api.words import OTHER_WORDS
from shared.usecases.keep_words import OlderWords, keep_words


def save_words(call: Call[ComposerRequest, Nothing]) -> Result:
    """Keep what is being written."""
    outside, body = call.outside, call.body
    try:
        words = keep_words(
            call.seller,
            InteractionId(call.path["id"]),
            body.text,
            body.revision,
            device=name_device(call.agent),
            stores=outside.stores,
            clock=outside.clock,
        )
    except OlderWords as older:
        raise Refusal(code="conflict", title=OTHER_WORDS) from older
    answer = composer_answer(words)
    return Result(answer=answer if words else answer.model_copy(update={"saved_at": call.now}))
