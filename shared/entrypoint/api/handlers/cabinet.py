"""The link to WB: connect, remove, sync by hand."""

from shared.domain.accounts.scope_check import ScopeResult, ScopeState
from shared.domain.connectors import find_connector
from shared.domain.errors import NotFound, Rejected
from shared.domain.ids import SellerId
from shared.domain.sync.category import Category
from shared.domain.sync.channels import CATEGORY_OF, CHANNELS
from shared.entrypoint.api.answers import cabinet_answer, sync_answer
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.notices import notices_of
from shared.entrypoint.api.outside import Outside
from shared.entrypoint.api.problems import Refusal, invalid
from shared.entrypoint.api.shapes.accounts import (
    ConnectAnswer,
    ConnectRequest,
    QueuedAnswer,
    ScopeCheck,
    ScopeChecksAnswer,
    SyncRequest,
)
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.shapes.service import FieldProblem
from shared.entrypoint.api.words import (
    CABINET_TAKEN,
    NO_CABINET,
    OTHER_CABINET,
    scope_words,
    token_fault_words,
)
from shared.usecases.check_token import UnusableToken
from shared.usecases.connect_cabinet import (
    CabinetTaken,
    OtherCabinet,
    connect_cabinet,
    disconnect_cabinet,
    read_checks,
)
from shared.usecases.full_sync import request_full_sync
from shared.usecases.read_account import judge_freshness, read_connection, read_progress
from shared.usecases.start_sync import ASK_EVERY, start_sync


def connect(call: Call[ConnectRequest, Nothing]) -> Result:
    """Connect a WB cabinet by its token."""
    outside = call.outside
    try:
        find_connector(call.body.marketplace)
    except Rejected as rejected:
        raise invalid("marketplace", "not_ready", str(rejected)) from rejected
    try:
        connected = connect_cabinet(
            call.seller,
            call.body.wb_token,
            accepted=outside.accepted_tokens,
            stores=outside.stores,
            marketplaces=outside.marketplaces,
            vault=outside.vault,
            queue=outside.queue,
            clock=outside.clock,
            ids=outside.ids,
        )
    except UnusableToken as unusable:
        raise _unusable(unusable) from unusable
    except CabinetTaken as taken:
        raise Refusal(code="conflict", title=CABINET_TAKEN) from taken
    except OtherCabinet as other:
        raise Refusal(code="conflict", title=OTHER_CABINET) from other
    checks = [_scope_check(check) for check in connected.checks]
    connection = connected.connection
    return Result(
        answer=ConnectAnswer(
            cabinet=cabinet_answer(connection, call.now),
            checks=checks,
            notices=notices_of(connection, call.now),
        )
    )


def show_checks(call: Call[Nothing, Nothing]) -> Result:
    """Tell what WB has said so far of the token that is being connected."""
    results = read_checks(call.seller, stores=call.outside.stores, clock=call.outside.clock)
    return Result(answer=ScopeChecksAnswer(checks=[_scope_check(one) for one in results]))


def disconnect(call: Call[Nothing, Nothing]) -> Result:
    """Forget the token and stop the sync."""
    outside = call.outside
    disconnect_cabinet(
        call.seller,
        stores=outside.stores,
        vault=outside.vault,
        clock=outside.clock,
        ids=outside.ids,
    )
    return Result()


def queue_sync(call: Call[SyncRequest, Nothing]) -> Result:
    """Sync now."""
    outside, body = call.outside, call.body
    wanted = {CATEGORY_OF[channel] for channel in body.channels} or set(Category)
    try:
        queued, job = _start(call.seller, wanted, outside, full=body.full)
    except NotFound as absent:
        raise Refusal(code="conflict", title=NO_CABINET) from absent
    if not queued:
        pause = str(int(ASK_EVERY.total_seconds()))
        raise Refusal(code="rate_limited", headers={"Retry-After": pause})
    channels = [channel for category in queued for channel in CHANNELS[category]]
    return Result(answer=QueuedAnswer(queued=channels, job=job))


def _start(
    seller: SellerId, wanted: set[Category], outside: Outside, *, full: bool
) -> tuple[tuple[Category, ...], str | None]:
    stores, queue, clock = outside.stores, outside.queue, outside.clock
    if not full:
        return start_sync(seller, wanted, stores=stores, queue=queue, clock=clock), None
    asked = request_full_sync(seller, wanted, stores=stores, queue=queue, clock=clock)
    return ((), None) if asked is None else (asked.categories, asked.job)


def show_sync(call: Call[Nothing, Nothing]) -> Result:
    """Tell how each channel's sync stands."""
    stores = call.outside.stores
    progress = read_progress(call.seller, stores=stores)
    connection = read_connection(call.seller, stores=stores)
    judged = judge_freshness(call.seller, progress, stores=stores, clock=call.outside.clock)
    return Result(answer=sync_answer(progress, connection, call.now, judged))


def _unusable(unusable: UnusableToken) -> Refusal:
    words = token_fault_words(unusable.fault, unusable.kind)
    problems = [FieldProblem(field="wb_token", code=unusable.fault.value, message=words)]
    problems += [
        FieldProblem(
            field=f"wb_token.{check.scope}",
            code=check.state.value,
            message=scope_words(check.state),
        )
        for check in unusable.checks
    ]
    return Refusal(code="invalid", title=words, errors=problems)


def _scope_check(check: ScopeResult) -> ScopeCheck:
    return ScopeCheck(
        scope=check.scope, ok=check.state is ScopeState.OK, detail=scope_words(check.state)
    )
