"""Write a letter's words at the moment it is sent, so that no task and no document holds them."""

from collections.abc import Mapping

from shared.domain.accounts.mail import (
    RESET_LIFE,
    Letter,
    LetterKind,
    changed_letter,
    lead_letter,
    reset_letter,
)
from shared.domain.accounts.sign_in import ResetToken, User
from shared.domain.dataclass import dataclass
from shared.domain.ids import hash_key, hash_text
from shared.domain.leads import Lead
from shared.ports import Clock, Create, Mailer, Secrets, Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDesk:
    """What letters need; `app_url` is where their links lead.

    `leads_to` is who reads requests of the front page; without it they are only stored.
    """

    stores: Stores
    mailer: Mailer
    secrets: Secrets
    clock: Clock
    app_url: str
    leads_to: str = ""

    def send(self, kind: LetterKind, about: str) -> Mapping[str, str]:
        """Send one letter; Unavailable lets the queue try again, with another link that works."""
        letter = self._write(kind, about)
        if letter is None:
            return {"letter": kind.value, "outcome": "nobody"}
        self.mailer.send(letter)
        return {"letter": kind.value, "outcome": "sent"}

    def _write(self, kind: LetterKind, about: str) -> Letter | None:
        if kind is LetterKind.NEW_LEAD:
            return self._tell_lead(about)
        stored = self.stores.shared().get(User, about)
        if stored is None:
            return None
        if kind is LetterKind.PASSWORD_CHANGED:
            return changed_letter(stored.value.email)
        # A fragment never reaches a server, so that no log and no referrer holds it.
        link = f"{self.app_url}/app/reset#{self._grant(stored.value)}"
        return reset_letter(stored.value.email, link)

    def _tell_lead(self, name: str) -> Letter | None:
        stored = self.stores.shared().get(Lead, name) if self.leads_to else None
        return lead_letter(self.leads_to, stored.value) if stored else None

    def _grant(self, user: User) -> str:
        token = self.secrets.new_token()
        right = ResetToken(
            id=hash_text(token),
            user=user.id,
            password=password_mark(user),
            expires_at=self.clock.now() + RESET_LIFE,
        )
        self.stores.shared().commit([Create(right)])
        return token


def password_mark(user: User) -> str:
    """Fingerprint the password that a link may replace."""
    return hash_key("password", user.password_hash)
