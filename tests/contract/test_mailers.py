"""What every way of sending letters promises: whole letters, or an error that tells nothing."""

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from werkzeug.test import Client

from infra.local.letters import LetterPage
from shared.adapters.mail.folder import FolderMailer
from shared.adapters.mail.opening import open_mailer
from shared.adapters.mail.smtp import SMTPMailer
from shared.domain.accounts.mail import Letter, reset_letter
from shared.domain.errors import Unavailable
from shared.ports import Mailer

SENDER = "inbox@shop.example"
LETTER = reset_letter("seller@example.com", "https://inbox.example/app/reset#abc")


def read_letters(folder: Path) -> list[EmailMessage]:
    parser = BytesParser(EmailMessage, policy=policy.default)
    return [parser.parsebytes(path.read_bytes()) for path in sorted(folder.glob("new/*"))]


@pytest.fixture(params=["folder", "smtp"])
def mailer(request: pytest.FixtureRequest, tmp_path: Path, free_port: int) -> Iterator[Mailer]:
    folder = tmp_path / "letters"
    if request.param == "folder":
        yield FolderMailer(folder, SENDER)
        return
    server = Controller(Mailbox(folder), hostname="127.0.0.1", port=free_port)
    server.start()
    yield SMTPMailer(f"smtp://127.0.0.1:{free_port}", SENDER)
    server.stop()


def test_a_letter_arrives_word_for_word(mailer: Mailer, tmp_path: Path) -> None:
    mailer.send(LETTER)

    (letter,) = read_letters(tmp_path / "letters")
    assert (letter["To"], letter["From"]) == (LETTER.to, SENDER)
    assert letter["Subject"] == "Новый пароль"
    assert letter.get_content().replace("\r\n", "\n").rstrip("\n") == LETTER.text


@pytest.mark.parametrize("text", ["Точка:\n.\nи дальше", "😀 Ёлка", "a" * 2000])
def test_odd_words_change_nothing(mailer: Mailer, tmp_path: Path, text: str) -> None:
    mailer.send(Letter(to="a@example.com", subject="Тема", text=text))

    (letter,) = read_letters(tmp_path / "letters")
    assert letter.get_content().replace("\r\n", "\n").rstrip("\n") == text


def test_a_line_break_adds_no_header(mailer: Mailer, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"linefeed|newline"):
        mailer.send(Letter(to="a@example.com", subject="Тема\r\nBcc: b@example.com", text="-"))

    assert read_letters(tmp_path / "letters") == []


def test_a_silent_server_is_unavailable_and_names_nobody() -> None:
    mailer = SMTPMailer("smtp://127.0.0.1:1", SENDER)

    with pytest.raises(Unavailable) as raised:
        mailer.send(LETTER)

    assert LETTER.to not in str(raised.value)


def test_a_server_without_encryption_is_not_trusted(tmp_path: Path, free_port: int) -> None:
    server = Controller(Mailbox(tmp_path / "letters"), hostname="127.0.0.1", port=free_port)
    server.start()
    try:
        with pytest.raises(Unavailable):
            SMTPMailer(f"smtp+starttls://127.0.0.1:{free_port}", SENDER).send(LETTER)
    finally:
        server.stop()

    assert read_letters(tmp_path / "letters") == []


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Unavailable):
        FolderMailer(tmp_path / "file" / "letters", SENDER).send(LETTER)


def test_a_folder_is_chosen_before_a_server(tmp_path: Path) -> None:
    assert isinstance(open_mailer(url="", sender=SENDER, folder=tmp_path), FolderMailer)
    assert isinstance(open_mailer(url="smtps://m", sender=SENDER, folder=None), SMTPMailer)


def test_the_stand_shows_its_letters_as_words(tmp_path: Path) -> None:
    client = Client(LetterPage(tmp_path / "letters"))
    assert "Писем пока нет" in client.get("/").text

    letters = FolderMailer(tmp_path / "letters", SENDER)
    letters.send(Letter(to="a@example.com", subject="<b>Тема</b>", text="<script>1</script>"))
    letters.send(LETTER)
    page = client.get("/").text

    assert '<a href="https://inbox.example/app/reset#abc">' in page
    assert "<script>" not in page
    assert "<b>" not in page
    assert page.index("Новый пароль") < page.index("&lt;b&gt;Тема")
