"""Write a letter's words at the moment it is sent, so that no task and no document holds them."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.accounts.account import ResetToken, User
from shared.domain.accounts.mail import RESET_LIFE, Letter, LetterKind, changed_letter, reset_letter
from shared.domain.ids import hash_key, hash_text
from shared.ports import Clock, Create, Mailer, Secrets, Stores


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDesk:
    """What letters need; `app_url` is where their links lead."""

    stores: Stores
    mailer: Mailer
    secrets: Secrets
    clock: Clock
    app_url: str

    def send(self, kind: LetterKind, user: str) -> Mapping[str, str]:
        """Send one letter; Unavailable lets the queue try again, with another link that works."""
        stored = self.stores.shared().get(User, user)
        if stored is None:
            return {"letter": kind.value, "outcome": "nobody"}
        self.mailer.send(self._write(kind, stored.value))
        return {"letter": kind.value, "outcome": "sent"}

    def _write(self, kind: LetterKind, user: User) -> Letter:
        match kind:
            case LetterKind.PASSWORD_RESET:
                # A fragment never reaches a server, so that no log and no referrer holds it.
                return reset_letter(user.email, f"{self.app_url}/app/reset#{self._grant(user)}")
            case LetterKind.PASSWORD_CHANGED:
                return changed_letter(user.email)

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
