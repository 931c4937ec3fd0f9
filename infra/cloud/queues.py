"""Queues and schedules with the limits that the code expects."""

from pulumi_gcp import cloudscheduler, cloudtasks

from infra.cloud.accounts import Accounts
from infra.cloud.plan import Plan
from infra.cloud.table import Queue, Schedule, Table, service_name


def make_queues(table: Table, plan: Plan) -> dict[str, cloudtasks.Queue]:
    """Every queue logs each attempt, so that a task's way can be read."""
    return {queue.name: _queue(queue, plan) for queue in table.queues}


def make_schedules(table: Table, accounts: Accounts, plan: Plan) -> None:
    """A missed tick is not repeated: the next one covers what it would have found."""
    for schedule in table.schedules:
        _job(schedule, accounts, plan)


def _queue(queue: Queue, plan: Plan) -> cloudtasks.Queue:
    return cloudtasks.Queue(
        queue.name,
        name=queue.name,
        location=plan.region,
        rate_limits=cloudtasks.QueueRateLimitsArgs(
            max_dispatches_per_second=queue.max_dispatches_per_second,
            max_concurrent_dispatches=queue.max_concurrent_dispatches,
        ),
        retry_config=cloudtasks.QueueRetryConfigArgs(
            max_attempts=queue.max_attempts,
            min_backoff=f"{queue.min_backoff_s}s",
            max_backoff=f"{queue.max_backoff_s}s",
            max_doublings=queue.max_doublings,
        ),
        stackdriver_logging_config=cloudtasks.QueueStackdriverLoggingConfigArgs(sampling_ratio=1.0),
    )


def _job(schedule: Schedule, accounts: Accounts, plan: Plan) -> None:
    url = plan.function_url.format(service=service_name(schedule.function))
    cloudscheduler.Job(
        schedule.name,
        name=schedule.name,
        region=plan.region,
        schedule=schedule.cron,
        time_zone="Etc/UTC",
        attempt_deadline=f"{schedule.attempt_deadline_s}s",
        retry_config=cloudscheduler.JobRetryConfigArgs(retry_count=0),
        http_target=cloudscheduler.JobHttpTargetArgs(
            uri=url,
            http_method="POST",
            oidc_token=cloudscheduler.JobHttpTargetOidcTokenArgs(
                service_account_email=accounts.callers["scheduler"].email, audience=url
            ),
        ),
    )
