"""Who may call a task function: Google-signed OIDC tokens of one service account, one audience."""

from functools import cache
from typing import Any

import jwt

from shared.domain.errors import Unavailable

ISSUERS = ("https://accounts.google.com", "accounts.google.com")
MOST_AGE_S = 3600
LEEWAY_S = 30


class Unauthorized(Exception):
    """The caller has not proved who it is."""


@cache
def signing_keys(certs_url: str) -> jwt.PyJWKClient:
    """Fetch and cache the issuer's public keys."""
    return jwt.PyJWKClient(certs_url, cache_keys=True, lifespan=3600, timeout=5)


def verify_caller(header: str, *, audience: str, account: str, certs_url: str) -> None:
    """Raise Unauthorized unless the bearer token is fresh, for us, and from `account`.

    Unavailable when the keys cannot be fetched: then nobody knows who calls.
    """
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized("no bearer token")
    claims = _read_claims(token, audience, certs_url)
    if claims.get("email") != account or claims.get("email_verified") is not True:
        raise Unauthorized("wrong service account")
    if claims["exp"] - claims["iat"] > MOST_AGE_S + LEEWAY_S:
        raise Unauthorized("token lives too long")


def _read_claims(token: str, audience: str, certs_url: str) -> dict[str, Any]:
    try:
        key = signing_keys(certs_url).get_signing_key_from_jwt(token)
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            audience=audience,
            issuer=list(ISSUERS),
            leeway=LEEWAY_S,
            options={"require": ["exp", "iat", "aud", "iss"]},
        )
    except jwt.PyJWKClientConnectionError as error:
        raise Unavailable("the issuer's keys cannot be fetched") from error
    except jwt.PyJWTError as error:
        raise Unauthorized("token refused") from error
    return claims
