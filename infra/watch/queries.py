"""Saved searches of the log: what operators ask most, each with the words that find it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuery:
    """A filter in Cloud Logging's language; `‹…›` stands for what is filled in by hand."""

    name: str
    title: str
    filter: str


QUERIES: tuple[SavedQuery, ...] = (
    SavedQuery(
        name="one-trace",
        title="One reply from the click to the receipt",
        filter='trace="projects/‹project›/traces/‹trace›"',
    ),
    SavedQuery(
        name="one-seller",
        title="Everything that was done for one seller",
        filter='labels.tenant="‹tenant›"',
    ),
    SavedQuery(
        name="one-reply",
        title="Every attempt at one reply, and what was noticed of it",
        filter='jsonPayload.reply="‹reply›"',
    ),
    SavedQuery(
        name="never-to-be",
        title="What the product rules out, and happened",
        filter="severity>=CRITICAL",
    ),
    SavedQuery(
        name="crashes",
        title="What broke, with its frames",
        filter='jsonPayload.event=("task.crashed" OR "api.crashed")',
    ),
    SavedQuery(
        name="slow-requests",
        title="Requests that took longer than a second",
        filter='jsonPayload.event="api.request" AND jsonPayload.ms>1000',
    ),
    SavedQuery(
        name="failed-requests",
        title="Requests that failed on our side",
        filter='jsonPayload.event="api.request" AND jsonPayload.status>=500',
    ),
    SavedQuery(
        name="replies-to-look-at",
        title="Replies that were refused or stay in doubt",
        filter=(
            'jsonPayload.event="task.done" AND jsonPayload.function="dispatch_reply"'
            ' AND jsonPayload.state=("failed" OR "attention")'
        ),
    ),
    SavedQuery(
        name="late-replies",
        title="Replies that were handed over late, or settled late",
        filter=(
            'jsonPayload.event="task.done" AND jsonPayload.function="dispatch_reply"'
            " AND (jsonPayload.waited_s>60 OR jsonPayload.settled_s>1800)"
        ),
    ),
    SavedQuery(
        name="doubtful-replies",
        title="Replies of which nobody has known for 45 minutes whether they were sent",
        filter=(
            'jsonPayload.event="task.done" AND jsonPayload.function="dispatch_reply"'
            " AND jsonPayload.doubt_s>2700"
        ),
    ),
    SavedQuery(
        name="stale-syncs",
        title="Readings that came later than a quarter of an hour after the one before",
        filter='jsonPayload.function="sync_channel" AND jsonPayload.age_s>900',
    ),
    SavedQuery(
        name="parked-syncs",
        title="Syncs that WB's refusal of a token has parked",
        filter='jsonPayload.function="sync_channel" AND jsonPayload.outcome="parked"',
    ),
    SavedQuery(
        name="failed-drafts",
        title="Drafts that a model should have written, and templates did",
        filter=(
            'jsonPayload.event="task.done" AND jsonPayload.function="draft_reply"'
            ' AND jsonPayload.model=("failed" OR "resting")'
        ),
    ),
    SavedQuery(
        name="unreadable-items",
        title="Items that the connector could not read",
        filter='jsonPayload.event="item.quarantined"',
    ),
    SavedQuery(
        name="retries",
        title="Tasks that were tried more than three times",
        filter='jsonPayload.event:"task." AND jsonPayload.retry=~"^([4-9]|[1-9][0-9]+)$"',
    ),
)
