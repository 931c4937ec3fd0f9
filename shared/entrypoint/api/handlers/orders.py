"""What a seller tells of orders."""

from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.orders import LabelsAnswer, LabelsRequest
from shared.usecases.tell_labels import tell_labels


def put_labels(call: Call[LabelsRequest, Nothing]) -> Result:
    """Keep labels, and have the reviews that bear them linked again."""
    outside = call.outside
    told = tell_labels(
        call.seller,
        dict(call.body.labels),
        stores=outside.stores,
        queue=outside.queue,
        clock=outside.clock,
    )
    return Result(answer=LabelsAnswer(changed=told.changed, queued=told.queued))
