"""Letters as files of this machine, for whoever runs the product without a mail server."""

from mailbox import Maildir
from pathlib import Path

from shared.adapters.mail.smtp import make_message
from shared.domain.accounts.mail import Letter
from shared.domain.errors import Unavailable
from shared.ports import Mailer


class FolderMailer(Mailer):
    """One file per letter in a Maildir: a letter is there whole or not at all."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, letter: Letter) -> None:
        """Add one file."""
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            Maildir(self._folder).add(make_message(letter, self._sender))
        except OSError as failed:
            raise Unavailable("the mail folder cannot be written") from failed
