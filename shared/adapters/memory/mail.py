"""Letters that only a test reads."""

from shared.domain.accounts.mail import Letter
from shared.domain.errors import Unavailable
from shared.ports import Mailer


class MemoryMailer(Mailer):
    """Keeps what was sent; `is_down` refuses everything."""

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.is_down = False

    def send(self, letter: Letter) -> None:
        """Keep one letter."""
        if self.is_down:
            raise Unavailable("the mail server is down")
        self.sent.append(letter)
