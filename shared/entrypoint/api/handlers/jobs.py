"""Long work that goes on behind the API."""

from shared.domain.errors import NotFound
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.jobs import JobAnswer
from shared.usecases.run_job import read_job


def show_job(call: Call[Nothing, Nothing]) -> Result:
    """Tell how far a job got."""
    try:
        job = read_job(call.seller, call.path["id"], stores=call.outside.stores)
    except NotFound as absent:
        raise Refusal(code="not_found") from absent
    answer = JobAnswer(
        id=job.id,
        kind=job.kind,
        state=job.state,
        created_at=job.created_at,
        changed_at=job.changed_at,
        done=job.done,
        total=job.total,
        result=job.result,
        error=job.error or None,
    )
    return Result(answer=answer)
