"""Routes of an account: who is signed in, where, and what becomes of the data."""

from shared.entrypoint.api.handlers import (
    accounts,
    audit,
    data,
)
from shared.entrypoint.api.routing import Access, Kind, Route, route
from shared.entrypoint.api.shapes.accounts import (
    ErasureRequest,
    LoginRequest,
    Me,
    PasswordRequest,
    RegisterRequest,
    ResetConfirmRequest,
    ResetRequest,
    SessionsAnswer,
)
from shared.entrypoint.api.shapes.audit import AuditAnswer, AuditQuery
from shared.entrypoint.api.shapes.jobs import ExportStateAnswer, JobAnswer

ACCOUNT_ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        "/auth/register",
        accounts.register,
        "Open an account and sign it in.",
        body=RegisterRequest,
        answer=Me,
        status=201,
        access=Access.PUBLIC,
    ),
    route(
        "POST",
        "/auth/login",
        accounts.login,
        "Sign in: the answer and its timing are the same for an unknown e-mail.",
        body=LoginRequest,
        answer=Me,
        access=Access.PUBLIC,
    ),
    route(
        "POST",
        "/auth/logout",
        accounts.logout,
        "End the session.",
        status=204,
        access=Access.PUBLIC,
    ),
    route(
        "POST",
        "/auth/password",
        accounts.set_password,
        "Change the password; every other browser is signed out.",
        body=PasswordRequest,
        status=204,
    ),
    route(
        "POST",
        "/auth/reset",
        accounts.forget_password,
        "Ask for a letter with a way to a new password; the same for an unknown e-mail.",
        body=ResetRequest,
        status=202,
        access=Access.PUBLIC,
    ),
    route(
        "POST",
        "/auth/reset/confirm",
        accounts.reset_password,
        "Set a new password by the right of a letter's link; every browser is signed out.",
        body=ResetConfirmRequest,
        status=204,
        access=Access.PUBLIC,
    ),
    route(
        "GET",
        "/auth/sessions",
        accounts.show_sessions,
        "Every browser that is signed in.",
        answer=SessionsAnswer,
    ),
    route(
        "DELETE",
        "/auth/sessions/{id}",
        accounts.close_session,
        "Sign one browser out.",
        status=204,
    ),
    route(
        "GET",
        "/audit",
        audit.show_audit,
        "Who did what with the account, the newest first.",
        query=AuditQuery,
        answer=AuditAnswer,
    ),
    route(
        "POST",
        "/export",
        data.start_export,
        "Gather all data of the account into an archive; the job tells how far it is.",
        answer=JobAnswer,
        status=202,
    ),
    route(
        "GET",
        "/export/state",
        data.show_export,
        "Whether an archive is being made, or can be fetched, and until when.",
        answer=ExportStateAnswer,
    ),
    route(
        "GET",
        "/export",
        data.download_export,
        "The newest archive of all data: ZIP with lines of JSON.",
        kind=Kind.FILE,
    ),
    route(
        "DELETE",
        "/account",
        data.erase,
        "Close the account at once and erase everything below it within a day.",
        body=ErasureRequest,
        status=202,
    ),
    route("GET", "/auth/me", accounts.show_me, "Who is signed in.", answer=Me),
)
