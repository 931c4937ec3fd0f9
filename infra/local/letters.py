"""The letters that a stack without a mail server has kept, as one page."""

from collections.abc import Iterable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup, escape
from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MOST_SHOWN = 50
_PAGE = Markup(
    "<!doctype html><html lang=ru><meta charset=utf-8><title>Письма этого стенда</title>"
    "<h1>Письма этого стенда</h1>{letters}"
)
_LETTER = Markup("<article><h2>{subject}</h2><p>{to}, {date}</p>{lines}</article>")


class LetterPage:
    """Shows the newest letters first; links in them can be followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer any request with the whole page."""
        shown = Markup("").join(_show(letter) for letter in self._newest())
        page = _PAGE.format(letters=shown or "Писем пока нет.")
        response = Response(page, mimetype="text/html")
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        response.headers["Cache-Control"] = "no-store"
        return response(environ, start_response)

    def _newest(self) -> list[EmailMessage]:
        files = self._folder.glob("new/*") if self._folder.is_dir() else ()
        newest = sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)
        parser = BytesParser(EmailMessage, policy=policy.default)
        return [parser.parsebytes(path.read_bytes()) for path in newest[:MOST_SHOWN]]


def _show(letter: EmailMessage) -> Markup:
    return _LETTER.format(
        subject=letter["Subject"],
        to=letter["To"],
        date=letter["Date"] or "",
        lines=Markup("").join(_show_line(line) for line in letter.get_content().splitlines()),
    )


def _show_line(line: str) -> Markup:
    if line.startswith(("http://", "https://")):
        return Markup('<p><a href="{0}">{0}</a></p>').format(line)
    return Markup("<p>{}</p>").format(escape(line))
