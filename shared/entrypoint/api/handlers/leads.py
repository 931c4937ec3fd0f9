"""Requests of the front page."""

from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.problems import invalid
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.leads import LeadRequest
from shared.entrypoint.api.words import NO_CONSENT
from shared.usecases.take_lead import LeadWish, take_lead


def leave_lead(call: Call[LeadRequest, Nothing]) -> Result:
    """Keep a request; the answer says nothing of what was sent."""
    outside, body = call.outside, call.body
    if not body.consent:
        raise invalid("consent", "required", NO_CONSENT)
    wish = LeadWish(
        request=str(body.client_request_id),
        address=call.address,
        nm_id=body.nm,
        contact=body.contact,
        company=body.company,
        link=body.link,
    )
    take_lead(wish, stores=outside.stores, queue=outside.queue, clock=outside.clock)
    return Result()
