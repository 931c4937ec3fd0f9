"""How many calls WB allows now: a token bucket that two kinds of worker share.

WB counts a call when it arrives, which is later than when it was reserved. A bucket that refills
while reserved calls are still to come would promise more than WB has, so reserved calls keep
their room in the bucket until the block that holds them is over.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.accounts.tokens import TokenKind
from shared.domain.dataclass import dataclass
from shared.domain.sync.bucket import Block, Budget
from shared.domain.sync.category import Category


class Purpose(StrEnum):
    """Who asks for calls: replies go first, then looks whether WB shows them, then the sync."""

    REPLY = "reply"
    LOOK = "look"
    SYNC = "sync"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A bucket of `burst` calls that gains one call every `interval`."""

    burst: int
    interval: timedelta


# WB API documentation, request limits per token type. Chats, events and messages have a bucket
# each; counting them in one stays below all three.
_RATES = {
    Category.FEEDBACKS: Rate(burst=6, interval=timedelta(milliseconds=334)),
    Category.CHAT: Rate(burst=10, interval=timedelta(seconds=1)),
}
_BASE_RATES = {
    Category.FEEDBACKS: Rate(burst=1, interval=timedelta(minutes=12)),
    Category.CHAT: Rate(burst=1, interval=timedelta(minutes=60)),
}

# A reply that was announced and never came must not stop the sync for good.
REPLY_PATIENCE = timedelta(seconds=60)
_AFTER_REPLY = timedelta(seconds=2)
# Two processes may tell the time so differently, and still WB must not see too many calls.
CLOCKS_DIFFER = timedelta(seconds=5)
# Stands for times that are late enough by every clock, and so need not be put off again.
_EVERY_CLOCK = "*"
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A wish for calls that will all begin within `within`; fewer than `least` are no use.

    Who is refused waits for the least.
    """

    owner: str
    calls: int
    least: int = 1
    within: timedelta = timedelta(seconds=6)
    purpose: Purpose = Purpose.SYNC


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Calls granted until `until`; with none, `wait` says when to ask again."""

    calls: int
    budget: Budget
    until: datetime
    wait: timedelta = timedelta(0)


def rate_of(category: Category, kind: TokenKind) -> Rate:
    """A Base token has its own, hourly limits."""
    return (_BASE_RATES if kind is TokenKind.BASE else _RATES)[category]


def full_budget(category: Category, rate: Rate, now: datetime) -> Budget:
    """The bucket of a seller whom nobody has called for."""
    return Budget(category=category, tokens=float(rate.burst), at=now)


def reserve(budget: Budget, rate: Rate, ask: Ask, now: datetime) -> Grant:
    """Take up to `ask.calls` calls out of the bucket, or say how long to wait."""
    current = refill(budget, rate, now)
    until = now + ask.within
    pause = _held_back(current, rate, ask, now)
    least = min(ask.least, rate.burst)
    room = math.floor(current.tokens + _ROUNDING)
    if not pause and room >= least:
        calls = min(ask.calls, room)
        return Grant(calls=calls, budget=_take(current, ask, calls, until), until=until)
    wait = max(pause, wait_for(current, rate, ask.least, now))
    return Grant(calls=0, budget=announce(current, ask, now + wait), until=until, wait=wait)


def announce(budget: Budget, ask: Ask, due_at: datetime) -> Budget:
    """Whoever comes after what must wait leaves it room; the calls themselves stay as told."""
    match ask.purpose:
        case Purpose.REPLY:
            return replace(budget, replies_due_at=due_at)
        case Purpose.LOOK:
            return replace(budget, looks_due_at=due_at)
        case Purpose.SYNC:
            return budget


def refill(budget: Budget, rate: Rate, now: datetime) -> Budget:
    """Let time pass: the room of calls that are still to come stays empty."""
    tokens, at = budget.tokens, budget.at
    ends = sorted({block.until for block in budget.blocks if block.until > at})
    for moment in (*(end for end in ends if end < now), max(now, at)):
        open_blocks = [block for block in budget.blocks if block.until > at]
        tokens = min(tokens + (moment - at) / rate.interval, _capacity(rate, open_blocks))
        at = moment
    blocks = tuple(block for block in budget.blocks if block.until > at)
    return replace(budget, tokens=tokens, at=at, blocks=blocks)


def told_by(budget: Budget, clock: str, now: datetime) -> Budget:
    """The same budget for another clock, which may run ahead or behind.

    What there was when the other clock told it is there now; what came since counts only as far
    as it must have come by every clock. So nobody need know how far two clocks differ.
    """
    blocks = tuple(_for_clock(block, clock) for block in budget.blocks)
    if budget.clock in ("", clock):
        return replace(budget, blocks=blocks, clock=clock)
    later, blocked = budget.at + CLOCKS_DIFFER, budget.blocked_until
    if blocked is not None and now < blocked + CLOCKS_DIFFER:
        blocked += CLOCKS_DIFFER
    else:
        later, blocked = min(later, now), None
    return replace(budget, at=later, blocks=blocks, blocked_until=blocked, clock=clock)


def settle(budget: Budget, owner: str, answered: Sequence[datetime]) -> Budget:
    """Close an owner's block: its calls were answered at these times, the rest was never made."""
    held = sum(block.calls for block in budget.blocks if block.owner == owner)
    others = tuple(block for block in budget.blocks if block.owner != owner)
    made = tuple(
        Block(owner=owner, calls=1, until=moment, clock=budget.clock)
        for moment in (answered[-held:] if held else ())
    )
    return replace(budget, tokens=budget.tokens + held - len(made), blocks=others + made)


def cap(budget: Budget, rate: Rate, left: int | None, at: datetime) -> Budget:
    """WB said after a call at `at` how many more it would take: it knows of calls we do not."""
    if left is None:
        return budget
    gained = max((budget.at - at) / rate.interval, 0.0)
    return replace(budget, tokens=min(budget.tokens, left + gained))


def spend(budget: Budget, rate: Rate, calls: int, now: datetime) -> Budget:
    """Calls that nobody reserved were answered just now."""
    current = refill(budget, rate, now)
    return replace(current, tokens=max(current.tokens - calls, 0.0))


def unblock(budget: Budget, now: datetime) -> Budget:
    """WB has just answered a call: a pause that it had asked for, maybe of another key, is over."""
    if budget.blocked_until is None:
        return budget
    return replace(budget, at=min(budget.at, now), blocked_until=None)


def block_until(budget: Budget, until: datetime) -> Budget:
    """WB said when it will take one call again; an earlier word does not shorten a later one."""
    later = max(until, budget.blocked_until or until)
    return replace(budget, tokens=1.0, at=later, blocks=(), blocked_until=later)


def wait_for(budget: Budget, rate: Rate, calls: int, now: datetime) -> timedelta:
    """How long until so many calls could be reserved, if nobody else reserves any."""
    wanted = min(calls, rate.burst)
    ends = sorted({block.until for block in budget.blocks if block.until > now})
    for moment in (now, *ends, budget.at):
        state = refill(budget, rate, max(now, moment))
        missing = wanted - state.tokens
        if missing <= _ROUNDING:
            return state.at - now
        if wanted <= _capacity(rate, state.blocks):
            return state.at - now + missing * rate.interval
    return rate.interval


def _capacity(rate: Rate, blocks: Sequence[Block]) -> float:
    return max(float(rate.burst - sum(block.calls for block in blocks)), 0.0)


def _for_clock(block: Block, clock: str) -> Block:
    if block.clock in ("", clock, _EVERY_CLOCK):
        return block
    return replace(block, until=block.until + CLOCKS_DIFFER, clock=_EVERY_CLOCK)


def _take(budget: Budget, ask: Ask, calls: int, until: datetime) -> Budget:
    block = Block(owner=ask.owner, calls=calls, until=until, clock=budget.clock)
    reply = None if ask.purpose is Purpose.REPLY else budget.replies_due_at
    look = None if ask.purpose is Purpose.LOOK else budget.looks_due_at
    return replace(
        budget,
        tokens=max(budget.tokens - calls, 0.0),
        blocks=(*budget.blocks, block),
        replies_due_at=reply,
        looks_due_at=look,
    )


def _held_back(budget: Budget, rate: Rate, ask: Ask, now: datetime) -> timedelta:
    """WB's own pause binds everybody; what goes first and is due, or soon will be, the rest."""
    if budget.blocked_until is not None and now < budget.blocked_until:
        return budget.blocked_until - now
    match ask.purpose:
        case Purpose.REPLY:
            first: tuple[datetime | None, ...] = ()
        case Purpose.LOOK:
            first = (budget.replies_due_at,)
        case Purpose.SYNC:
            first = (budget.replies_due_at, budget.looks_due_at)
    near = rate.burst * rate.interval
    waits = any(due and due - near <= now < due + REPLY_PATIENCE for due in first)
    return _AFTER_REPLY if waits else timedelta(0)
