"""The link to WB: connect, remove, sync by hand."""

from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes import ConnectRequest, Nothing, SyncRequest


def connect(call: Call[ConnectRequest, Nothing]) -> Result:
    """Connect a WB cabinet by its token."""
    raise Refusal(code="unavailable")


def disconnect(call: Call[Nothing, Nothing]) -> Result:
    """Forget the token and stop the sync."""
    raise Refusal(code="unavailable")


def queue_sync(call: Call[SyncRequest, Nothing]) -> Result:
    """Sync now."""
    raise Refusal(code="unavailable")


def show_sync(call: Call[Nothing, Nothing]) -> Result:
    """Tell how each channel's sync stands."""
    raise Refusal(code="unavailable")
