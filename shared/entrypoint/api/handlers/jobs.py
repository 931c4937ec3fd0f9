"""Work that goes on behind the API: long jobs, and the runs of syncs."""

from shared.domain.errors import NotFound
from shared.domain.jobs import Job
from shared.domain.sync.state import RunFacts, SyncRun
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.jobs import (
    ChannelRunAnswer,
    JobAnswer,
    SyncRunAnswer,
    SyncRunsAnswer,
)
from shared.usecases.read_runs import read_runs
from shared.usecases.run_job import read_job


def show_job(call: Call[Nothing, Nothing]) -> Result:
    """Tell how far a job got."""
    try:
        job = read_job(call.seller, call.path["id"], stores=call.outside.stores)
    except NotFound as absent:
        raise Refusal(code="not_found") from absent
    return Result(answer=job_answer(job))


def job_answer(job: Job) -> JobAnswer:
    """A job as its seller sees it."""
    return JobAnswer(
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


def list_runs(call: Call[Nothing, Nothing]) -> Result:
    """Tell what the last syncs did."""
    runs = read_runs(call.seller, stores=call.outside.stores)
    return Result(answer=SyncRunsAnswer(items=[_run_answer(run) for run in runs]))


def _run_answer(run: SyncRun) -> SyncRunAnswer:
    return SyncRunAnswer(
        id=run.id,
        category=run.category,
        started_at=run.started_at,
        seconds=round((run.finished_at - run.started_at).total_seconds(), 3),
        waited_s=run.waited_s,
        calls=run.calls,
        recovered=run.recovered,
        channels={name: _channel_answer(facts) for name, facts in run.channels.items()},
        error=run.error or None,
    )


def _channel_answer(facts: RunFacts) -> ChannelRunAnswer:
    return ChannelRunAnswer(
        calls=facts.calls,
        fetched=facts.fetched,
        created=facts.created,
        updated=facts.updated,
        unchanged=facts.unchanged,
        quarantined=facts.quarantined,
    )
