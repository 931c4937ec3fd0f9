"""Chooses where letters go."""

from pathlib import Path

from shared.adapters.mail.folder import FolderMailer
from shared.adapters.mail.smtp import SMTPMailer
from shared.ports import Mailer


def open_mailer(*, url: str, sender: str, folder: Path | None) -> Mailer:
    """A folder on this machine, else a mail server."""
    return SMTPMailer(url, sender) if folder is None else FolderMailer(folder, sender)
