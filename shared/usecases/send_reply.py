"""Prepare, claim, send once, write the outcome: the only place from which words reach WB."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.attachments import OutgoingFile
from shared.domain.automatic.withdrawal import why_withdrawn
from shared.domain.content_types import sniff_type
from shared.domain.dataclass import dataclass
from shared.domain.errors import AccessDenied, Malformed, RateLimited, Stale, Unavailable
from shared.domain.guard.answering import situation_of
from shared.domain.guard.guardrails import find_blocks
from shared.domain.guard.passing import passes_again
from shared.domain.interaction import Channel, Interaction
from shared.domain.raw_items import RawItem, ReadBack
from shared.domain.replies.dispatch import (
    Move,
    block_reply,
    claim_reply,
    confirm_reply,
    fail_reply,
    has_given_up,
    is_zombie,
    leave_answered,
    next_move,
    owns_outcome,
    settle_outcome,
    suspect_reply,
    withdraw_reply,
)
from shared.domain.replies.evidence import Seen, Sight, is_answered_since, read_sight, read_stored
from shared.domain.replies.reply import Reply
from shared.domain.replies.sending import Outcome, Outgoing, Verdict
from shared.domain.replies.states import Author, ReplyKind, ReplyState
from shared.ports import Marketplaces
from shared.usecases.crash_points import CrashPoint
from shared.usecases.dispatch_desk import Denied, Desk
from shared.usecases.find_card import read_card
from shared.usecases.open_cabinet import OpenCabinet
from shared.usecases.read_settings import read_settings
from shared.usecases.settle_reply import find_reply, patch_reply

# Reserved calls must begin within this time; the send needs what is left of it.
CALLS_WITHIN = timedelta(seconds=6)
SEND_NEEDS = timedelta(seconds=1)
WB_DOWN_PAUSE = timedelta(seconds=30)
# WB shows a message among the chat's events a moment after it has taken it.
SHOWN_AFTER = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Nothing speaks against sending; `calls` are left to begin before `until`."""

    cabinet: OpenCabinet
    connected_at: datetime | None
    reply_sign: str
    calls: int
    until: datetime
    files: tuple[OutgoingFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now: nothing has happened, so the same step is taken later."""

    delay: timedelta


@dataclass(frozen=True, slots=True)
class Become:
    """The reply ends or parks before anything is sent."""

    decide: Callable[[Reply], Reply]


Plan = Ready | Wait | Become | Denied


def send_reply(desk: Desk, reply: Reply) -> Reply:
    """Take a due reply as far as one request can; every failure leaves a state that recovers."""
    match _prepare(desk, reply):
        case Wait(delay):
            desk.come_back(reply, delay)
            return reply
        case Become(decide):
            return desk.settle(reply, lambda current: _unless_moved(current, decide, desk))
        case Denied(denial, connected_at):
            now = desk.clock.now()
            return desk.settle_denied(
                reply,
                connected_at,
                lambda current: _unless_moved(
                    current, lambda waiting: block_reply(waiting, denial, now), desk
                ),
            )
        case Ready() as ready:
            return _claim_and_send(desk, reply, ready)


def _unless_moved(current: Reply, decide: Callable[[Reply], Reply], desk: Desk) -> Reply | None:
    due = next_move(current, desk.clock.now()) is Move.SEND
    return decide(current) if due else None


def _prepare(desk: Desk, reply: Reply) -> Plan:
    """All that can fail comes before the claim, so that a claim is short and seldom in doubt."""
    now = desk.clock.now()
    if has_given_up(reply, now):
        return Become(lambda current: fail_reply(current, "late", now))
    if not passes_again(reply):
        return Become(lambda current: fail_reply(current, "guardrails", now))
    stored = desk.store.get(Interaction, reply.interaction)
    if stored is None:
        return Become(lambda current: fail_reply(current, "gone", now))
    item = stored.value
    if item.work.reply is None or item.work.reply.id != reply.id:
        return Become(lambda current: fail_reply(current, "superseded", now))
    if _is_denied(desk, reply, item):
        return Become(lambda current: fail_reply(current, "facts", now))
    withdrawn = _why_withdrawn(desk, reply, item)
    if withdrawn is not None:
        return Become(lambda current: withdraw_reply(current, withdrawn, now))
    # A chat reply that waits to be sent has certainly not arrived, however often it was tried.
    never_sent = reply.attempts == 0 or reply.channel is Channel.CHAT
    if never_sent and is_answered_since(reply, item.source):
        return Become(lambda current: leave_answered(current, now))
    files = _read_files(desk, reply)
    if files is None:
        return Become(lambda current: fail_reply(current, "file_gone", now))
    plan = _approach_wb(desk, reply, item)
    return replace(plan, files=files) if isinstance(plan, Ready) else plan


def _is_denied(desk: Desk, reply: Reply, item: Interaction) -> bool:
    """Whether the card, as it is now, says otherwise than the words."""
    card = read_card(desk.store, item.source.product.nm_id)
    if card is None:
        return False
    from shared.domain.drafts.claims.findings import Ground, check_facts

    ground = Ground(channel=item.channel, said=situation_of(item).words, card=card)
    return bool(find_blocks(check_facts(reply.text, ground)))


def _why_withdrawn(desk: Desk, reply: Reply, item: Interaction) -> str | None:
    """The seller's switch is read at every try; a person's reply asks for nothing."""
    if reply.author is Author.SELLER:
        return None
    return why_withdrawn(reply, item, read_settings(desk.store), desk.clock.now())


def _read_files(desk: Desk, reply: Reply) -> tuple[OutgoingFile, ...] | None:
    """The bytes to send; None when one of the files is there no more."""
    contents = [(file, desk.files.read(desk.seller, file.id)) for file in reply.files]
    if any(content is None for _, content in contents):
        return None
    return tuple(
        OutgoingFile(name=file.name, content_type=sniff_type(content), content=content)
        for file, content in contents
        if content is not None
    )


def _approach_wb(desk: Desk, reply: Reply, item: Interaction) -> Plan:
    connected_at = desk.connected_at()
    try:
        cabinet = desk.open_cabinet()
    except AccessDenied as denied:
        return Denied(denied.denial, connected_at)
    wanted = 2 if reply.channel is Channel.CHAT else 3
    try:
        grant = desk.reserve(reply, cabinet.kind, wanted, 2, CALLS_WITHIN)
    except RateLimited as busy:
        return Wait(timedelta(seconds=busy.retry_after))
    if not grant.calls:
        return Wait(grant.wait)
    # A Base token has one call an hour: the last sync has to stand for the look before.
    looks = grant.calls > 1
    try:
        plan = _look_before(desk, reply, cabinet) if looks else _trust_sync(desk, reply, item)
    except AccessDenied as denied:
        return Denied(denied.denial, connected_at)
    except RateLimited as limited:
        return Wait(desk.note_limit(reply, cabinet.kind, limited.retry_after))
    except (Unavailable, Malformed):
        return Wait(WB_DOWN_PAUSE)
    if isinstance(plan, Become):
        return plan
    if desk.clock.now() + SEND_NEEDS > grant.until:
        return Wait(timedelta(seconds=1))
    return Ready(
        cabinet=cabinet,
        connected_at=connected_at,
        reply_sign=plan,
        calls=grant.calls - looks,
        until=grant.until,
    )


def _look_before(desk: Desk, reply: Reply, cabinet: OpenCabinet) -> Become | str:
    """Somebody may have answered in WB's own cabinet; a chat gives its fresh reply sign."""
    now = desk.clock.now()
    if reply.channel is Channel.CHAT:
        sign = find_sign(desk.marketplaces, cabinet.marketplace.list_chats(), reply.target, now)
        return sign or Become(lambda current: fail_reply(current, "gone", now))
    return _judge_answer(reply, read_answer(desk, reply, cabinet), now)


def _trust_sync(desk: Desk, reply: Reply, item: Interaction) -> Become | str:
    """What the sync has stored of the answer that an edit replaces, or of the chat's sign."""
    if reply.kind is ReplyKind.ANSWER:
        return item.source.chat.reply_sign if item.source.chat else ""
    return _judge_answer(reply, read_stored(item.source), desk.clock.now())


def _judge_answer(reply: Reply, answer: ReadBack, now: datetime) -> Become | str:
    """Nothing is sent over somebody else's words, or over what WB no longer lets be edited."""
    if not answer.exists:
        return Become(lambda current: fail_reply(current, "gone", now))
    if answer.found is None:
        return _no_answer(reply, now)
    sight = read_sight(reply, answer)
    if sight.seen is Seen.UNCHANGED and answer.editable:
        return ""
    if sight.seen is Seen.UNCHANGED:
        return Become(lambda current: fail_reply(current, "not_editable", now))
    if sight.seen is Seen.OURS and reply.attempts:
        return Become(lambda current: confirm_reply(current, sight, now))
    if sight.seen is Seen.TOO_EARLY and reply.attempts:
        return Become(lambda current: suspect_reply(current, now))
    return Become(lambda current: leave_answered(current, now))


def _no_answer(reply: Reply, now: datetime) -> Become | str:
    """Nothing in the way of an answer, and nothing there to edit."""
    if reply.kind is ReplyKind.ANSWER:
        return ""
    return Become(lambda current: fail_reply(current, "no_answer", now))


def find_sign(
    marketplaces: Marketplaces, chats: Iterable[RawItem], target: str, now: datetime
) -> str:
    """The current reply sign of one chat; a chat that cannot be read hides no other."""
    for raw in chats:
        try:
            source = marketplaces.parse_item(Channel.CHAT, {"chat": raw, "events": []}, now).source
        except Malformed:
            continue
        if source.external_id == target and source.chat is not None:
            return source.chat.reply_sign
    return ""


def read_answer(desk: Desk, reply: Reply, cabinet: OpenCabinet) -> ReadBack:
    """Read one review or question and what it shows of an answer."""
    raw = cabinet.marketplace.read_item(reply.channel, reply.target)
    if raw is None:
        return ReadBack(exists=False)
    return desk.marketplaces.read_answer(reply.channel, raw)


def _claim_and_send(desk: Desk, reply: Reply, ready: Ready) -> Reply:
    desk.reach(CrashPoint.PREPARE_AFTER, reply.id)
    started = desk.clock.monotonic()
    attempt = desk.ids.new()
    claimed = _claim(desk, reply, attempt)
    if claimed.attempt != attempt or claimed.claimed_at is None:
        return claimed
    desk.reach(CrashPoint.CLAIM_AFTER, reply.id)
    asleep = desk.clock.monotonic() - started
    if is_zombie(asleep, claimed.claimed_at, desk.clock.now()):
        return claimed
    outgoing = Outgoing(
        channel=reply.channel,
        target=reply.target,
        text=reply.text,
        reply_sign=ready.reply_sign,
        files=ready.files,
    )
    marketplace = ready.cabinet.marketplace
    is_edit = reply.kind is ReplyKind.EDIT
    write = marketplace.edit_answer if is_edit else marketplace.send_reply
    outcome = write(outgoing)
    desk.reach(CrashPoint.POST_AFTER, reply.id)
    return _write_outcome(desk, claimed, ready, outcome)


def _claim(desk: Desk, reply: Reply, attempt: str) -> Reply:
    """Whoever's attempt is stored may send; a lost answer is settled by reading it back."""
    before = find_reply(desk.store, reply.id)
    now = desk.clock.now()
    if next_move(before.value, now) is not Move.SEND:
        return before.value
    claimed = claim_reply(before.value, attempt, now)
    desk.reach(CrashPoint.CLAIM_BEFORE, reply.id)
    try:
        desk.store.commit([patch_reply(before, claimed)])
    except (Stale, Unavailable) as error:
        current = find_reply(desk.store, reply.id).value
        if isinstance(error, Unavailable) and current.attempt != attempt:
            raise
        return current
    return claimed


def _write_outcome(desk: Desk, claimed: Reply, ready: Ready, outcome: Outcome) -> Reply:
    sight = _look_at_once(desk, claimed, ready, outcome)
    now = desk.clock.now()

    def decide(current: Reply) -> Reply | None:
        if not owns_outcome(current, claimed.attempt):
            return None
        after = settle_outcome(current, outcome, now)
        shown = sight is not None and sight.seen is Seen.OURS
        return confirm_reply(after, sight, now) if sight and shown else after

    settled = desk.release(desk.settle(claimed, decide), ready.connected_at)
    # So that the first look already knows what the chat shows of our message.
    if settled.channel is Channel.CHAT and settled.state is ReplyState.SENT:
        desk.ask_chats(settled, "sent", SHOWN_AFTER)
    desk.reach(CrashPoint.OUTCOME_AFTER, claimed.id)
    if outcome.verdict is Verdict.RATE_LIMITED:
        desk.note_limit(claimed, ready.cabinet.kind, outcome.retry_after)
    return settled


def _look_at_once(desk: Desk, claimed: Reply, ready: Ready, outcome: Outcome) -> Sight | None:
    """The last reserved call often shows the answer, which saves a look and its writes."""
    spare = ready.calls > 1 and desk.clock.now() <= ready.until
    if outcome.verdict is not Verdict.ACCEPTED or claimed.channel is Channel.CHAT or not spare:
        return None
    try:
        return read_sight(claimed, read_answer(desk, claimed, ready.cabinet))
    except (AccessDenied, RateLimited, Unavailable, Malformed):
        return None
