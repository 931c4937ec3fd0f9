"""Where WB's services answer."""

from dataclasses import fields
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from shared.domain.dataclass import dataclass
from shared.domain.errors import Rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class WBHosts:
    """Base addresses by service; https, or plain http on the machine itself for a simulator."""

    feedbacks: str = "https://feedbacks-api.wildberries.ru"
    chat: str = "https://buyer-chat-api.wildberries.ru"
    returns: str = "https://returns-api.wildberries.ru"
    common: str = "https://common-api.wildberries.ru"

    def __post_init__(self) -> None:
        for one in fields(self):
            require_safe_base(getattr(self, one.name))

    @classmethod
    def at(cls, base: str) -> Self:
        """Point every service at one address, as a simulator serves them."""
        return cls(feedbacks=base, chat=base, returns=base, common=base)


def require_safe_base(base: str) -> None:
    """Tokens never leave in the clear: Rejected for http to anything but this machine."""
    parts = urlsplit(base)
    plain_at_home = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if parts.hostname is None or not (parts.scheme == "https" or plain_at_home):
        raise Rejected("a WB address must be https, or http on this machine")


def is_loopback(host: str) -> bool:
    """Tell whether a host name can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
