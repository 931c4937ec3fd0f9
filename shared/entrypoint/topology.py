"""Which function each queue feeds; a test keeps it equal to `infra/functions.json`."""

QUEUE_FUNCTIONS = {
    "sync": "sync_channel",
    "ingest": "ingest_items",
    "link": "link_thread",
    "draft": "draft_reply",
    "dispatch": "dispatch_reply",
}
