"""Turn a seller's yes into a reply that will be sent once."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from shared.domain.composing import ComposerWords
from shared.domain.drafts.draft import Draft
from shared.domain.drafts.outcome import judge_use, shown_event_id
from shared.domain.drafts.use import DraftUse
from shared.domain.errors import AlreadyExists, NotFound, Stale, Unavailable
from shared.domain.events import Event
from shared.domain.files import UploadedFile
from shared.domain.guard.judging import Judge
from shared.domain.ids import SellerId
from shared.domain.interaction import Interaction
from shared.domain.replies.approval import (
    Approval,
    check_approval,
    check_files,
    check_item,
    make_reply,
    same_approval,
)
from shared.domain.replies.dispatch import mark_of
from shared.domain.replies.objections import check_words
from shared.domain.replies.refusals import OwnWordsBegun, RefusalCode, ReplyRefused
from shared.domain.replies.reply import Reply
from shared.domain.replies.states import Author, ReplyKind
from shared.domain.settings import SellerSettings
from shared.ports import Clock, Create, Store, Stored, Stores, TaskQueue, Write
from shared.usecases.crash_points import CrashPoint, Reach, pass_on
from shared.usecases.keep_words import forget_words, still_words
from shared.usecases.move_item import change_item, move_item
from shared.usecases.newest_replies import newest_replies
from shared.usecases.read_ground import read_ground
from shared.usecases.read_settings import read_settings
from shared.usecases.settle_reply import queue_dispatch

_TRIES = 5


def approve_reply(
    seller: SellerId,
    approval: Approval,
    *,
    stores: Stores,
    queue: TaskQueue,
    clock: Clock,
    judge: Judge,
    reach: Reach = pass_on,
) -> Reply:
    """Accept a reply for good; the same request again finds the same reply.

    Raises NotFound, TextChanged, BadSendingTime, TextRefused, FilesRefused, OwnWordsBegun, or
    ReplyRefused with its code.
    """
    now = clock.now()
    reply = _accept(stores.of_seller(seller), seller, approval, now, judge, reach)
    reach(CrashPoint.APPROVE_AFTER, reply.id)
    queue_dispatch(queue, seller, reply, now)
    return reply


def _accept(
    store: Store,
    seller: SellerId,
    approval: Approval,
    now: datetime,
    judge: Judge,
    reach: Reach,
) -> Reply:
    lost: Exception | None = None
    begun = _begun_words(store, approval)
    for _ in range(_TRIES):
        known = _find_same(store, approval)
        if known is not None:
            return known
        if isinstance(lost, Unavailable):
            raise lost
        if approval.spares and begun is not None:
            raise OwnWordsBegun("the seller is writing")
        check_approval(approval, now)
        item = _find_item(store, approval)
        try:
            check_item(approval, item.value, _earlier_replies(store, approval), now)
        except ReplyRefused:
            # What stands in the way may be this very request, accepted since it was looked for.
            known = _find_same(store, approval)
            if known is None:
                raise
            return known
        check_words(
            approval, item.value, judge, partial(read_ground, store, item.value, approval.text, now)
        )
        uploads = _find_uploads(store, approval, now)
        check_files(approval, item.value, uploads)
        settings = read_settings(store)
        reply = make_reply(seller, item.value, approval, settings, now, uploads)
        reply = replace(reply, use=_use_of(store, item.value, approval))
        reach(CrashPoint.APPROVE_BEFORE, reply.id)
        try:
            store.commit([*_writes(item, reply, settings, now), *forget_words(begun)])
        except (AlreadyExists, Stale, Unavailable) as error:
            # It may have been this very write, told too late: what is stored decides.
            lost, begun = error, still_words(store, begun)
            continue
        return reply
    raise Stale("the item keeps changing")


def _find_same(store: Store, approval: Approval) -> Reply | None:
    stored = store.get(Reply, approval.reply)
    if stored is None:
        return None
    if not same_approval(stored.value, approval):
        raise ReplyRefused(RefusalCode.KEY_REUSED, stored.value.id)
    return stored.value


def _find_item(store: Store, approval: Approval) -> Stored[Interaction]:
    item = store.get(Interaction, approval.interaction)
    if item is None:
        raise NotFound("no such interaction")
    return item


def _earlier_replies(store: Store, approval: Approval) -> list[Reply]:
    """Only an edit asks what was sent before."""
    if approval.kind is ReplyKind.ANSWER:
        return []
    return newest_replies(store, approval.interaction)


def _find_uploads(store: Store, approval: Approval, now: datetime) -> list[UploadedFile]:
    """In the order in which they were attached; what has expired is not there."""
    if not approval.files:
        return []
    found = store.get_many(UploadedFile, approval.files)
    named = [found[name].value for name in approval.files if name in found]
    return [upload for upload in named if upload.expires_at > now]


def _writes(
    item: Stored[Interaction], reply: Reply, settings: SellerSettings, now: datetime
) -> list[Write]:
    work = replace(item.value.work, reply=mark_of(reply))
    after = change_item(item.value, settings, now, work=work)
    # The reply itself is the record of who approved what and when; its end is an event.
    return [Create(reply), *move_item(item, after)]


def _begun_words(store: Store, approval: Approval) -> Stored[ComposerWords] | None:
    """What a seller sends is written to its end; a change of an answer is written elsewhere."""
    is_own = approval.author is Author.SELLER and approval.kind is ReplyKind.ANSWER
    return store.get(ComposerWords, approval.interaction) if is_own else None


def _use_of(store: Store, item: Interaction, approval: Approval) -> DraftUse | None:
    """What a person made of the draft; changing a published answer is no use of one."""
    if approval.author is not Author.SELLER or approval.kind is ReplyKind.EDIT:
        return None
    mark = item.ai.draft
    name = approval.draft_id or (mark.id if mark else "")
    stored = store.get(Draft, item.id, name) if name.isalnum() else None
    shown = bool(stored) and store.get(Event, shown_event_id(item.id, name)) is not None
    taken = bool(approval.draft_id)
    return judge_use(approval.text, stored.value if stored else None, taken=taken, shown=shown)
