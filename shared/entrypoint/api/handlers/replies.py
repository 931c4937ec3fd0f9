"""Drafts, checks and replies."""

from datetime import datetime

from shared.domain.reply import Reply
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes import (
    CheckRequest,
    DraftRequest,
    Nothing,
    ReplyAnswer,
    ReplyRequest,
)


def ask_draft(call: Call[DraftRequest, Nothing]) -> Result:
    """Get a draft, waiting for it a moment."""
    raise Refusal(code="unavailable")


def check(call: Call[CheckRequest, Nothing]) -> Result:
    """Check a text before it is sent."""
    raise Refusal(code="unavailable")


def approve(call: Call[ReplyRequest, Nothing]) -> Result:
    """Approve a reply."""
    raise Refusal(code="unavailable")


def show_reply(call: Call[Nothing, Nothing]) -> Result:
    """Tell how far a reply got."""
    raise Refusal(code="unavailable")


def cancel(call: Call[Nothing, Nothing]) -> Result:
    """Take an approval back."""
    raise Refusal(code="unavailable")


def retry(call: Call[Nothing, Nothing]) -> Result:
    """Send a reply again where that is safe."""
    raise Refusal(code="unavailable")


def reply_answer(reply: Reply, now: datetime) -> ReplyAnswer:
    """How far a reply got, in the seller's words."""
    raise Refusal(code="unavailable")
