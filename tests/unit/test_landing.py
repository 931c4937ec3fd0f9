"""What the landing page shows as good answers is held to the rules of the product itself."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from shared.domain.guard.guardrails import check_text
from shared.domain.interaction import Channel

PAGE = Path(__file__).parents[2] / "web" / "index.html"


class _Answers(HTMLParser):
    """Collects the texts of the marked answers with their channels."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._channel = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        channel = dict(attrs).get("data-answer")
        if channel:
            self._channel = channel
            self.found.append((channel, ""))

    def handle_endtag(self, tag: str) -> None:
        self._channel = ""

    def handle_data(self, data: str) -> None:
        if self._channel:
            channel, text = self.found[-1]
            self.found[-1] = (channel, text + data)


def _answers() -> list[tuple[str, str]]:
    reader = _Answers()
    reader.feed(PAGE.read_text(encoding="utf-8"))
    return [(channel, re.sub(r"\s+", " ", text).strip()) for channel, text in reader.found]


def test_the_page_shows_answers_for_every_channel() -> None:
    assert {channel for channel, _ in _answers()} == {"review", "question", "chat"}


@pytest.mark.parametrize(("channel", "text"), _answers())
def test_a_shown_answer_passes_our_own_rules(channel: str, text: str) -> None:
    assert list(check_text(Channel(channel), text)) == []


def test_the_page_claims_no_figures_of_effect() -> None:
    words = PAGE.read_text(encoding="utf-8").split("<body>")[1]
    assert not re.search(r"\d+\s*(?:%|₽)", words)
