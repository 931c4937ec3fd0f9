"""Keep a request of the front page, and tell the product's owner by letter."""

from contextlib import suppress
from dataclasses import dataclass

from shared.domain.accounts.mail import LetterKind
from shared.domain.accounts.throttle import LEAD_PER_ADDRESS
from shared.domain.errors import AlreadyExists, RetryLater
from shared.domain.ids import hash_key
from shared.domain.leads import KEEP_LEADS, Lead
from shared.ports import Clock, Create, Stores, TaskQueue
from shared.usecases.run_job import QUEUE
from shared.usecases.throttle_attempts import take_attempts, throttle_key


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

    It stands even where no queue takes the news of it.
    """
    take_attempts(
        {throttle_key("lead", wish.address): LEAD_PER_ADDRESS}, stores=stores, clock=clock
    )
    now = clock.now()
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
    # The same key for the same request, so that a second sending makes no second letter.
    payload = {"letter": LetterKind.NEW_LEAD.value, "user": lead.id}
    with suppress(RetryLater):
        queue.enqueue(QUEUE, payload, key=f"letter:{lead.id}")
