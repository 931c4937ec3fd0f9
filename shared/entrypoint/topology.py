"""Which function each queue feeds; a test keeps it equal to `infra/functions.json`."""

from shared.entrypoint.config import Settings

QUEUE_FUNCTIONS = {
    "sync": "sync_channel",
    "ingest": "ingest_items",
    "link": "link_thread",
    "draft": "draft_reply",
    "dispatch": "dispatch_reply",
}


def queue_urls(settings: Settings) -> dict[str, str]:
    """Where each queue's tasks go."""
    return {queue: settings.url_of(function) for queue, function in QUEUE_FUNCTIONS.items()}
