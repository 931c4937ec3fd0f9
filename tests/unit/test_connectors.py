"""What each marketplace is declared to do."""

from datetime import timedelta

import pytest

from shared.domain.attachments import CHAT_FILES
from shared.domain.connectors import Capabilities, capabilities_of, find_connector
from shared.domain.errors import Rejected
from shared.domain.interaction import Channel
from shared.domain.replies.limits import LIMITS


def test_a_marketplace_is_found_in_any_spelling() -> None:
    assert find_connector(" WildBerries").title == "Wildberries"
    assert capabilities_of(Channel.REVIEW) == Capabilities(
        replies=True,
        edits=1,
        edit_within=timedelta(days=60),
        closes=False,
        limits=LIMITS[Channel.REVIEW],
        files=None,
    )


def test_a_chat_takes_files_and_no_edits() -> None:
    chat = capabilities_of(Channel.CHAT)

    assert chat.edits == 0
    assert chat.files == CHAT_FILES
    assert chat.limits.most == 1000


def test_ozon_is_listed_and_refuses_honestly() -> None:
    with pytest.raises(Rejected, match="Ozon скоро появится"):
        find_connector("Ozon")


def test_an_unknown_marketplace_is_refused() -> None:
    with pytest.raises(Rejected, match="не поддерживается"):
        find_connector("avito")
