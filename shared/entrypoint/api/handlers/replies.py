"""Drafts, checks and replies."""

from shared.domain.drafts.claims.checking import check_claims
from shared.domain.drafts.draft import Finding
from shared.domain.guard.rewriting import rewrite_text
from shared.domain.ids import InteractionId, ReplyId, hash_text
from shared.domain.interaction import Channel
from shared.domain.replies.approval import Approval
from shared.domain.replies.dispatch import can_cancel
from shared.domain.replies.objections import object_to
from shared.domain.replies.refusals import (
    BadSendingTime,
    FilesRefused,
    RefusalCode,
    ReplyRefused,
    TextChanged,
    TextRefused,
)
from shared.domain.replies.reply import Reply, can_retry
from shared.domain.replies.states import ReplyKind, ReplyState
from shared.domain.settings import SellerSettings
from shared.domain.words import reason_words, refusal_words, reply_title, step_titles
from shared.entrypoint.api.answers import draft_answer, fact_answer, finding_answer
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.problems import Refusal, invalid
from shared.entrypoint.api.shapes.base import Nothing, Request
from shared.entrypoint.api.shapes.replies import (
    CheckAnswer,
    CheckRequest,
    DraftRequest,
    EditRequest,
    FindingAnswer,
    ReplyAnswer,
    ReplyRequest,
    SeenRequest,
    SentFileAnswer,
    StepAnswer,
)
from shared.entrypoint.api.words import BAD_SENDING_TIME, NOTHING_TO_ANSWER, TEXT_CHANGED
from shared.usecases.approve_reply import approve_reply
from shared.usecases.cancel_reply import cancel_reply
from shared.usecases.note_draft import note_shown
from shared.usecases.read_ground import read_ground
from shared.usecases.read_interaction import find_item
from shared.usecases.read_settings import read_settings
from shared.usecases.request_draft import DraftWish, NothingToAnswer, ReplyUnderway, request_draft
from shared.usecases.retry_reply import retry_reply
from shared.usecases.settle_reply import find_reply

_LATER = 202


def ask_draft(call: Call[DraftRequest, Nothing]) -> Result:
    """Get a draft, waiting for it a moment."""
    outside = call.outside
    try:
        draft = request_draft(
            call.seller,
            InteractionId(call.path["id"]),
            DraftWish.ANOTHER if call.body.regenerate or call.body.instruction else DraftWish.ANY,
            stores=outside.stores,
            queue=outside.queue,
            clock=outside.clock,
            sleep=outside.sleep,
            instruction=call.body.instruction,
        )
    except ReplyUnderway as underway:
        raise Refusal(code="reply_in_flight") from underway
    except NothingToAnswer as answered:
        raise Refusal(code="conflict", title=NOTHING_TO_ANSWER) from answered
    if draft is None:
        return Result(status=_LATER)
    item = find_item(outside.stores.of_seller(call.seller), draft.interaction)
    return Result(answer=draft_answer(item.channel, draft))


def note_seen(call: Call[SeenRequest, Nothing]) -> Result:
    """Note that a draft was shown."""
    outside = call.outside
    name = InteractionId(call.path["id"])
    note_shown(call.seller, name, call.body.draft_id, stores=outside.stores, clock=outside.clock)
    return Result()


def check(call: Call[CheckRequest, Nothing]) -> Result:
    """Check a text before it is sent, as approval will."""
    body = call.body
    store = call.outside.stores.of_seller(call.seller)
    item = find_item(store, InteractionId(body.interaction_id))
    ground = read_ground(store, item, body.text, call.now)
    findings = object_to(body.text, item, call.outside.judge, ground)
    claims = check_claims(body.text, ground.card, ground.said)
    return Result(
        answer=CheckAnswer(
            findings=_findings(item.channel, body.text, findings),
            rewrite=rewrite_text(item.channel, body.text, findings) if findings else None,
            claims=[fact_answer(one) for one in claims],
        )
    )


def approve(call: Call[ReplyRequest, Nothing]) -> Result:
    """Approve exactly this text."""
    body = call.body
    approval = Approval(
        interaction=InteractionId(call.path["id"]),
        text=body.text,
        text_hash=body.text_hash,
        revision=body.revision,
        client_request_id=str(body.client_request_id),
        draft_id=body.draft_id or "",
        send_at=body.send_at,
        files=tuple(dict.fromkeys(body.files)),
        confirm=body.confirm,
        trace=call.trace,
    )
    return _approve(call, approval)


def _approve(call: Call[Request, Request], approval: Approval) -> Result:
    outside = call.outside
    try:
        reply = approve_reply(
            call.seller,
            approval,
            stores=outside.stores,
            queue=outside.queue,
            clock=outside.clock,
            judge=outside.judge,
            reach=outside.reach,
        )
    except (TextRefused, TextChanged, FilesRefused, BadSendingTime, ReplyRefused) as refused:
        raise _refusal(refused) from refused
    return Result(answer=reply_answer(call, reply))


def edit_answer(call: Call[EditRequest, Nothing]) -> Result:
    """Approve the one change of a published answer."""
    body = call.body
    approval = Approval(
        interaction=InteractionId(call.path["id"]),
        text=body.text,
        text_hash=body.text_hash or hash_text(body.text),
        revision=body.revision,
        client_request_id=str(body.client_request_id),
        confirm=body.confirm,
        kind=ReplyKind.EDIT,
        reason=body.reason,
        trace=call.trace,
    )
    return _approve(call, approval)


def show_reply(call: Call[Nothing, Nothing]) -> Result:
    """Tell how far a reply got."""
    store = call.outside.stores.of_seller(call.seller)
    return Result(answer=reply_answer(call, find_reply(store, _reply_id(call)).value))


def cancel(call: Call[Nothing, Nothing]) -> Result:
    """Take an approval back."""
    outside = call.outside
    try:
        reply = cancel_reply(
            call.seller,
            _reply_id(call),
            stores=outside.stores,
            clock=outside.clock,
        )
    except ReplyRefused as refused:
        raise _refusal(refused) from refused
    return Result(answer=reply_answer(call, reply))


def retry(call: Call[Nothing, Nothing]) -> Result:
    """Send a reply again where that is safe."""
    outside = call.outside
    try:
        reply = retry_reply(
            call.seller,
            _reply_id(call),
            stores=outside.stores,
            queue=outside.queue,
            clock=outside.clock,
            judge=call.outside.judge,
        )
    except (TextRefused, FilesRefused, ReplyRefused) as refused:
        raise _refusal(refused) from refused
    return Result(answer=reply_answer(call, reply))


def reply_answer(call: Call[Request, Request], reply: Reply) -> ReplyAnswer:
    """How far a reply got, in the seller's words."""
    cancellable = can_cancel(reply)
    return ReplyAnswer(
        id=reply.id,
        interaction_id=reply.interaction,
        text=reply.text,
        state=reply.state,
        title=reply_title(reply, call.now, _settings(call), call.outside.switch()),
        kind=reply.kind,
        simulated=reply.simulated,
        wb_state=reply.wb_state or None,
        reason=reason_words(reply.reason) if reply.reason else None,
        files=[SentFileAnswer(id=one.id, name=one.name, size=one.size) for one in reply.files],
        edit_reason=reply.edit_reason or None,
        approved_at=reply.approved_at,
        send_at=reply.send_at,
        due_at=reply.due_at if reply.state is ReplyState.APPROVED else None,
        cancel_until=reply.due_at if cancellable else None,
        can_cancel=cancellable,
        can_retry=can_retry(reply),
        history=[
            StepAnswer(state=step.state, at=step.at, title=title, detail=step.detail)
            for step, title in zip(reply.trail, step_titles(reply), strict=True)
        ],
    )


def _settings(call: Call[Request, Request]) -> SellerSettings:
    return read_settings(call.outside.stores.of_seller(call.seller))


def _reply_id(call: Call[Nothing, Nothing]) -> ReplyId:
    return ReplyId(call.path["id"])


def _findings(channel: Channel, text: str, findings: tuple[Finding, ...]) -> list[FindingAnswer]:
    return [finding_answer(channel, text, finding) for finding in findings]


def _refusal(
    refused: TextRefused | TextChanged | FilesRefused | BadSendingTime | ReplyRefused,
) -> Refusal:
    match refused:
        case TextRefused():
            return Refusal(
                code="guardrails",
                findings=_findings(refused.channel, refused.text, refused.findings),
            )
        case TextChanged():
            return invalid("text_hash", "differs", TEXT_CHANGED)
        case FilesRefused():
            return invalid("files", "refused", str(refused))
        case BadSendingTime():
            return invalid("send_at", "out_of_range", BAD_SENDING_TIME)
        case ReplyRefused():
            in_flight = refused.code is RefusalCode.IN_FLIGHT
            return Refusal(
                code="reply_in_flight" if in_flight else "conflict",
                title=refusal_words(refused.code),
                detail=refused.reply,
            )
