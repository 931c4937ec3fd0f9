"""Letters through a mail server (RFC 5321), always encrypted outside this machine."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from shared.domain.accounts.mail import Letter
from shared.domain.errors import Unavailable
from shared.ports import Mailer

_PATIENCE_S = 15.0
_PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}


class SMTPMailer(Mailer):
    """`smtps://user:password@host[:port]`, or `smtp+starttls://` where TLS begins later."""

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender

    def send(self, letter: Letter) -> None:
        """Open a connection for this letter alone; letters are few."""
        try:
            with self._connect() as server:
                if self._url.username:
                    server.login(unquote(self._url.username), unquote(self._url.password or ""))
                server.send_message(make_message(letter, self._sender))
        except (OSError, smtplib.SMTPException) as failed:
            # What a mail server says may hold the address, so it is not repeated.
            raise Unavailable("the mail server did not take a letter") from failed

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "", self._url.port or _PORTS[self._url.scheme]
        if self._url.scheme == "smtps":
            trust = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=_PATIENCE_S, context=trust)
        server = smtplib.SMTP(host, port, timeout=_PATIENCE_S)
        if self._url.scheme == "smtp+starttls":
            _encrypt(server)
        return server


def _encrypt(server: smtplib.SMTP) -> None:
    try:
        server.starttls(context=ssl.create_default_context())
    except (OSError, smtplib.SMTPException):
        server.close()
        raise


def make_message(letter: Letter, sender: str) -> EmailMessage:
    """Plain text; the standard library refuses line breaks in a header."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message.set_content(letter.text)
    return message
