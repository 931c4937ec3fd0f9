"""Accounts: register, sign in and out, who am I."""

from shared.domain.ids import SellerId
from shared.domain.reply import Author
from shared.entrypoint.api.answers import cabinet_answer, seller_answer, sync_answer
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.problems import Refusal, invalid
from shared.entrypoint.api.shapes.accounts import LoginRequest, Me, RegisterRequest
from shared.entrypoint.api.shapes.base import Nothing
from shared.entrypoint.api.words import EMAIL_TAKEN, WEAK_PASSWORD, WRONG_CREDENTIALS
from shared.usecases.keep_session import end_session
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


def register(call: Call[RegisterRequest, Nothing]) -> Result:
    """Open an account and sign it in."""
    outside, body = call.outside, call.body
    wish = Registration(
        email=body.email, password=body.password, name=body.name, address=call.address
    )
    try:
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
    except WeakPassword as weak:
        raise invalid("password", "guessable", WEAK_PASSWORD) from weak
    return Result(answer=_me(call, signed_in.session.seller), token=signed_in.token)


def login(call: Call[LoginRequest, Nothing]) -> Result:
    """Sign in; the cookie at hand dies."""
    outside, body = call.outside, call.body
    credentials = Credentials(
        email=body.email, password=body.password, address=call.address, old_token=call.token
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


def show_me(call: Call[Nothing, Nothing]) -> Result:
    """Tell who is signed in."""
    return Result(answer=_me(call, call.seller))


def _me(call: Call[RegisterRequest | LoginRequest | Nothing, Nothing], seller: SellerId) -> Me:
    account = read_account(seller, stores=call.outside.stores)
    return Me(
        seller=seller_answer(account.seller),
        cabinet=cabinet_answer(account.seller.connection, call.now),
        sync=sync_answer(account.channels, account.seller.connection, call.now),
        demo=False,
        undo_seconds=int(account.settings.undo_of(Author.SELLER).total_seconds()),
        now=call.now,
    )
