"""A forgotten password: a letter proves whose the mailbox is, and its link sets a new one."""

from contextlib import suppress

from shared.domain.accounts.audit import Deed
from shared.domain.accounts.mail import LetterKind
from shared.domain.accounts.sign_in import ResetToken, User
from shared.domain.accounts.throttle import (
    RESET_PER_ACCOUNT,
    RESET_PER_ADDRESS,
    SIGN_IN_PER_ADDRESS,
)
from shared.domain.dataclass import dataclass
from shared.domain.errors import Rejected, RetryLater, Stale
from shared.domain.ids import hash_text
from shared.ports import (
    Clock,
    Delete,
    Ids,
    PasswordHasher,
    Stores,
    TaskQueue,
)
from shared.usecases.change_password import replace_password
from shared.usecases.note_deed import note_deed
from shared.usecases.open_account import user_id
from shared.usecases.run_job import QUEUE
from shared.usecases.send_letter import password_mark
from shared.usecases.throttle_attempts import forgive_account, take_attempts, throttle_key


class DeadLink(Rejected):
    """The link was used, is too old, or was never sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword:
    """What a link's owner sends; `address` is where the request came from."""

    token: str
    password: str
    address: str


def ask_reset(
    email: str, address: str, *, stores: Stores, queue: TaskQueue, clock: Clock, ids: Ids
) -> None:
    """Ask for a letter; whether the e-mail is known is looked up by whoever writes the letter.

    Both cases cost the same, so that neither the answer nor its timing tells which it was.
    """
    user = user_id(email)
    policies = {
        throttle_key("reset", user): RESET_PER_ACCOUNT,
        throttle_key("reset-address", address): RESET_PER_ADDRESS,
    }
    take_attempts(policies, stores=stores, clock=clock)
    queue_letter(LetterKind.PASSWORD_RESET, user, queue=queue, ids=ids)


def queue_letter(kind: LetterKind, user: str, *, queue: TaskQueue, ids: Ids) -> None:
    """Queue a letter: the task names the user by hash, the words are made when it is sent."""
    payload = {"letter": kind.value, "user": user}
    queue.enqueue(QUEUE, payload, key=f"letter:{ids.new()}")


def tell_change(user: str, *, queue: TaskQueue, ids: Ids) -> None:
    """Queue the news of another password; the change stands even where no queue takes the news."""
    with suppress(RetryLater):
        queue_letter(LetterKind.PASSWORD_CHANGED, user, queue=queue, ids=ids)


def confirm_reset(
    wish: NewPassword,
    *,
    stores: Stores,
    queue: TaskQueue,
    hasher: PasswordHasher,
    clock: Clock,
    ids: Ids,
) -> None:
    """Set the new password, end every session, and tell the mailbox; DeadLink or WeakPassword."""
    address = throttle_key("address", wish.address)
    take_attempts({address: SIGN_IN_PER_ADDRESS}, stores=stores, clock=clock)
    store = stores.shared()
    right = store.get(ResetToken, hash_text(wish.token))
    if right is None or clock.now() >= right.value.expires_at:
        raise DeadLink("no such link")
    user = store.get(User, right.value.user)
    if user is None or password_mark(user.value) != right.value.password:
        raise DeadLink("the password has changed since")
    account = throttle_key("account", user.value.id)
    also = [Delete(ResetToken, (right.value.id,)), *forgive_account(account)]
    try:
        replace_password(user, wish.password, also, stores=stores, hasher=hasher)
    except Stale as raced:
        raise DeadLink("the password has changed meanwhile") from raced
    note_deed(user.value.seller, Deed.PASSWORD_RESET, stores=stores, clock=clock, ids=ids)
    tell_change(user.value.id, queue=queue, ids=ids)
