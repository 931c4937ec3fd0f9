"""Keep a request of the front page, and tell the product's owner by letter."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from shared.domain.accounts.mail import LetterKind
from shared.domain.accounts.throttle import LEAD_PER_ADDRESS, LEADS_PER_DAY
from shared.domain.dataclass import dataclass
from shared.domain.errors import AlreadyExists, NotFound, RetryLater, Stale
from shared.domain.ids import hash_key
from shared.domain.leads import KEEP_LEADS, LEADS_A_DAY, Lead
from shared.ports import Clock, Create, Order, Put, Query, Stored, Stores, TaskQueue, Where
from shared.usecases.run_job import QUEUE
from shared.usecases.throttle_attempts import take_attempts, throttle_key

# An owner who was not told for longer has another trouble than a queue that was down.
_LOOK_BACK = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadWish:
    """What somebody has filled in; `request` names the sending, `address` where it came from."""

    request: str
    address: str
    nm_id: int
    contact: str
    company: str
    link: str


def take_lead(wish: LeadWish, *, stores: Stores, queue: TaskQueue, clock: Clock) -> None:
    """Store it once, however often it is sent; RateLimited for an address that asks too often.

    It stands even where no queue takes the news of it: then the sweep tells. All addresses
    together have a day's limit, too.
    """
    now = clock.now()
    limits = {
        throttle_key("lead", wish.address): LEAD_PER_ADDRESS,
        throttle_key("leads", now.date().isoformat()): LEADS_PER_DAY,
    }
    take_attempts(limits, stores=stores, clock=clock)
    lead = Lead(
        id=hash_key("lead", wish.request),
        nm_id=wish.nm_id,
        contact=wish.contact,
        company=wish.company,
        link=wish.link,
        created_at=now,
        expires_at=now + KEEP_LEADS,
    )
    with suppress(AlreadyExists):
        stores.shared().commit([Create(lead)])
    stored = stores.shared().get(Lead, lead.id)
    if stored is not None:
        _tell_owner(stored, stores, queue)


def sweep_leads(*, stores: Stores, queue: TaskQueue, clock: Clock) -> int:
    """Queue the letters that no queue took when their requests came; say how many."""
    since = clock.now() - _LOOK_BACK + KEEP_LEADS
    query = Query(
        kind=Lead,
        where=(Where("expires_at", ">", since),),
        order=(Order("expires_at"),),
        limit=LEADS_A_DAY * (_LOOK_BACK.days + 1),
    )
    return sum(_tell_owner(one, stores, queue) for one in stores.shared().find(query))


def _tell_owner(stored: Stored[Lead], stores: Stores, queue: TaskQueue) -> bool:
    """Whether a letter was queued."""
    lead = stored.value
    if lead.told:
        return False
    # The same key for the same request, so that a second sending makes no second letter.
    payload = {"letter": LetterKind.NEW_LEAD.value, "user": lead.id}
    try:
        queue.enqueue(QUEUE, payload, key=f"letter:{lead.id}")
    except RetryLater:
        return False
    with suppress(NotFound, Stale):
        stores.shared().commit([Put(replace(lead, told=True), version=stored.version)])
    return True
