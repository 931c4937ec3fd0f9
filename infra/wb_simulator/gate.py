"""What stands in front of every method: token, category, bucket."""

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request

from infra.wb_simulator.bodies import Reply, envelope_error, problem
from infra.wb_simulator.calls import Call
from infra.wb_simulator.limits import BASE, FULL, refuse
from infra.wb_simulator.operations import EffectlessError, Operation, Visit
from infra.wb_simulator.tokens import READ_ONLY_BIT, SCOPE_BITS, BadTokenError, Token, read_token
from infra.wb_simulator.world import World

SECRET_HEADER = "X-Client-Secret"


@dataclass(frozen=True, slots=True)
class Entry:
    """A request at the gate."""

    world: World
    operation: Operation
    request: Request
    path: dict[str, Any]
    now: float

    @property
    def with_secret(self) -> bool:
        """A base token with the service secret has the full limits."""
        return SECRET_HEADER in self.request.headers


def pass_gate(entry: Entry, call: Call) -> Reply:
    """401, then 403, then 429, then the method itself."""
    try:
        token = admit(entry)
    except BadTokenError as refusal:
        return with_remaining(problem(401, str(refusal), entry.now), entry, None)
    call.seller = token.seller
    reason = forbid(entry.operation, token)
    if reason is not None:
        return with_remaining(forbidden(entry.operation, reason, entry.now), entry, token)
    if not entry.world.settings.limits:
        return with_remaining(ask_handler(entry, token, call), entry, None)
    verdict = entry.world.limiter.take(
        token, entry.operation.scope, entry.now, with_secret=entry.with_secret
    )
    if not verdict.allowed:
        return too_many(token.seller, entry.now, verdict.headers)
    reply = ask_handler(entry, token, call)
    reply.headers.update(verdict.headers)
    return reply


def ask_handler(entry: Entry, token: Token, call: Call) -> Reply:
    """Note whether anything changed: a silent refusal looks like a success outside."""
    visit = Visit(
        world=entry.world,
        seller=entry.world.sellers[token.seller],
        token=token,
        request=entry.request,
        now=entry.now,
        path=entry.path,
    )
    try:
        with entry.world.context.store.batch():
            reply = entry.operation.handler(visit)
    except EffectlessError as silent:
        return Reply(silent.reply.status, silent.reply.body, silent.reply.content_type, {})
    call.took_effect = entry.operation.writes
    return Reply(reply.status, reply.body, reply.content_type, {})


def admit(entry: Entry) -> Token:
    """A token of a known seller that nobody has taken back."""
    token = read_token(entry.request.headers.get("Authorization", ""), entry.now)
    if token.seller not in entry.world.sellers:
        raise BadTokenError("token problem; seller is not found")
    if token.id in entry.world.revoked:
        raise BadTokenError("token problem; access token was withdrawn")
    return token


def forbid(operation: Operation, token: Token) -> str | None:
    """The reason of a 403, if there is one."""
    if operation.category is not None and not token.has_bit(SCOPE_BITS[operation.category]):
        return "access denied: token scope is not allowed for this resource"
    if operation.writes and token.has_bit(READ_ONLY_BIT):
        return "access denied: read-only token is not allowed for this method"
    if operation.scope == "rating" and not token.is_service:
        return "access denied: only service token is allowed"
    return None


def forbidden(operation: Operation, reason: str, now: float) -> Reply:
    """Two shapes, told apart by the content type."""
    if operation.forbidden == "envelope":
        return envelope_error(403, "Ошибка авторизации")
    return problem(403, reason, now, title="access denied")


def too_many(seller: str, now: float, headers: dict[str, str]) -> Reply:
    """The refusal of a bucket or of a storm."""
    reply = problem(429, f"limited by {seller}", now)
    return Reply(reply.status, reply.body, reply.content_type, headers)


def storm(operation: Operation, seller: str, seconds: float, now: float) -> Reply:
    """A 429 that lasts whatever the bucket holds."""
    verdict = refuse(seconds, FULL[operation.scope], seconds)
    return too_many(seller, now, verdict.headers)


def with_remaining(reply: Reply, entry: Entry, token: Token | None) -> Reply:
    """An answer that cost nothing still shows what is left."""
    scope = entry.operation.scope
    left = FULL[scope].burst
    if token is not None:
        cut = token.is_base and not entry.with_secret
        left = (BASE if cut else FULL)[scope].burst
        if entry.world.settings.limits:
            left = entry.world.limiter.remaining(
                token, scope, entry.now, with_secret=entry.with_secret
            )
    headers = reply.headers | {"X-Ratelimit-Remaining": str(left)}
    return Reply(reply.status, reply.body, reply.content_type, headers)
