"""Accounts: register, sign in and out, who am I."""

from collections.abc import Iterator
from contextlib import contextmanager

from shared.domain.accounts.audit import Deed
from shared.domain.ids import SellerId
from shared.domain.replies.states import Author
from shared.entrypoint.api.answers import cabinet_answer, seller_answer, sync_answer
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.devices import UNKNOWN, name_device
from shared.entrypoint.api.problems import Refusal, invalid
from shared.entrypoint.api.shapes.accounts import (
    LoginRequest,
    Me,
    PasswordRequest,
    RegisterRequest,
    ResetConfirmRequest,
    ResetRequest,
    SessionAnswer,
    SessionsAnswer,
)
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.words import (
    DEAD_LINK,
    EMAIL_TAKEN,
    WEAK_PASSWORD,
    WRONG_CREDENTIALS,
    WRONG_PASSWORD,
)
from shared.usecases.change_password import PasswordChange, change_password
from shared.usecases.demo_items import is_demo
from shared.usecases.keep_session import (
    ForeignSession,
    end_session,
    list_sessions,
    revoke_session,
    session_handle,
)
from shared.usecases.note_deed import note_deed
from shared.usecases.open_account import (
    Credentials,
    EmailTaken,
    Registration,
    WeakPassword,
    WrongCredentials,
    register_account,
    sign_in,
)
from shared.usecases.read_account import read_account
from shared.usecases.reset_password import (
    DeadLink,
    NewPassword,
    ask_reset,
    confirm_reset,
    tell_change,
)


def register(call: Call[RegisterRequest, Nothing]) -> Result:
    """Open an account and sign it in."""
    outside, body = call.outside, call.body
    wish = Registration(
        email=body.email,
        password=body.password,
        name=body.name,
        address=call.address,
        device=name_device(call.agent),
    )
    try:
        with _unguessable("password"):
            signed_in = register_account(
                wish,
                stores=outside.stores,
                hasher=outside.hasher,
                secrets=outside.secrets,
                clock=outside.clock,
                ids=outside.ids,
            )
    except EmailTaken as taken:
        raise Refusal(code="conflict", title=EMAIL_TAKEN) from taken
    return Result(answer=_me(call, signed_in.session.seller), token=signed_in.token)


def login(call: Call[LoginRequest, Nothing]) -> Result:
    """Sign in; the cookie at hand dies."""
    outside, body = call.outside, call.body
    credentials = Credentials(
        email=body.email,
        password=body.password,
        address=call.address,
        device=name_device(call.agent),
        old_token=call.token,
    )
    try:
        signed_in = sign_in(
            credentials,
            stores=outside.stores,
            hasher=outside.hasher,
            secrets=outside.secrets,
            clock=outside.clock,
            ids=outside.ids,
        )
    except WrongCredentials as wrong:
        raise Refusal(code="unauthenticated", title=WRONG_CREDENTIALS) from wrong
    return Result(answer=_me(call, signed_in.session.seller), token=signed_in.token)


def logout(call: Call[Nothing, Nothing]) -> Result:
    """End the session everywhere at once; without one there is nothing to end."""
    if call.token:
        end_session(call.token, stores=call.outside.stores)
    return Result(token="")


def set_password(call: Call[PasswordRequest, Nothing]) -> Result:
    """Change the password; this browser stays signed in, with a new session."""
    outside, session = call.outside, call.open_session
    try:
        with _unguessable("new"):
            signed_in = change_password(
                session,
                PasswordChange(current=call.body.current, new=call.body.new),
                stores=outside.stores,
                hasher=outside.hasher,
                secrets=outside.secrets,
                clock=outside.clock,
                ids=outside.ids,
            )
    except WrongCredentials as wrong:
        raise invalid("current", "wrong", WRONG_PASSWORD) from wrong
    tell_change(session.user, queue=outside.queue, ids=outside.ids)
    return Result(token=signed_in.token)


def forget_password(call: Call[ResetRequest, Nothing]) -> Result:
    """Take the wish for a letter, the same way for an e-mail that nobody has."""
    outside = call.outside
    ask_reset(
        call.body.email,
        call.address,
        stores=outside.stores,
        queue=outside.queue,
        clock=outside.clock,
        ids=outside.ids,
    )
    return Result()


def reset_password(call: Call[ResetConfirmRequest, Nothing]) -> Result:
    """Set a password by the right of a letter; signing in with it is the next step."""
    outside = call.outside
    wish = NewPassword(token=call.body.token, password=call.body.new, address=call.address)
    try:
        with _unguessable("new"):
            confirm_reset(
                wish,
                stores=outside.stores,
                queue=outside.queue,
                hasher=outside.hasher,
                clock=outside.clock,
                ids=outside.ids,
            )
    except DeadLink as dead:
        raise invalid("token", "dead", DEAD_LINK) from dead
    return Result(token="")


def show_sessions(call: Call[Nothing, Nothing]) -> Result:
    """Tell every browser that is signed in."""
    own = call.open_session
    sessions = list_sessions(own.user, stores=call.outside.stores, clock=call.outside.clock)
    items = [
        SessionAnswer(
            id=session_handle(session),
            device=session.device or UNKNOWN,
            created_at=session.created_at,
            seen_at=session.seen_at,
            current=session.id == own.id,
        )
        for session in sessions
    ]
    return Result(answer=SessionsAnswer(items=items))


def close_session(call: Call[Nothing, Nothing]) -> Result:
    """Sign one browser out, wherever it is."""
    own, outside = call.open_session, call.outside
    try:
        ended = revoke_session(own.user, call.path["id"], stores=outside.stores)
    except ForeignSession as absent:
        raise Refusal(code="not_found") from absent
    note_deed(
        own.seller,
        Deed.SESSION_ENDED,
        stores=outside.stores,
        clock=outside.clock,
        ids=outside.ids,
        device=ended.device,
    )
    return Result(token="" if ended.id == own.id else None)


def show_me(call: Call[Nothing, Nothing]) -> Result:
    """Tell who is signed in."""
    return Result(answer=_me(call, call.seller))


@contextmanager
def _unguessable(field: str) -> Iterator[None]:
    """A password that anybody could guess is refused at the field it was typed into."""
    try:
        yield
    except WeakPassword as weak:
        raise invalid(field, "guessable", WEAK_PASSWORD) from weak


def _me(call: Call[RegisterRequest | LoginRequest | Nothing, Nothing], seller: SellerId) -> Me:
    account = read_account(seller, stores=call.outside.stores)
    return Me(
        seller=seller_answer(account.seller),
        cabinet=cabinet_answer(account.seller.connection, call.now),
        sync=sync_answer(account.channels, account.seller.connection, call.now),
        demo=is_demo(seller, stores=call.outside.stores),
        undo_seconds=int(account.settings.undo_of(Author.SELLER).total_seconds()),
        now=call.now,
    )
