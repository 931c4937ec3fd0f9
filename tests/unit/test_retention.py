"""What is promised about keeping data is what the code does."""

from dataclasses import fields
from pathlib import Path

import pytest

from infra.privacy_page import make_privacy_page, say_lasts
from shared.adapters.store.belongings import load_kinds, seller_belongings
from shared.domain.accounts.retention import RETENTION, find_keeping

PAGE = Path(__file__).parents[2] / "web" / "public" / "privacy" / "index.html"
ITEMS = {"Interaction", "Message", "Reply"}


def test_every_kind_of_document_is_told_of_once() -> None:
    told = [kind for row in RETENTION for kind in row.kinds]

    assert sorted(told) == sorted(kind.__name__ for kind in load_kinds())


def test_the_page_says_what_the_table_says() -> None:
    page = PAGE.read_text()

    assert page == make_privacy_page("")
    assert not [row.what for row in RETENTION if row.what not in page]
    assert not [row.what for row in RETENTION if say_lasts(row) not in page]


@pytest.mark.parametrize("kind", load_kinds(), ids=lambda kind: kind.__name__)
def test_what_has_a_last_day_is_promised_to_go_and_nothing_else_is(kind: type) -> None:
    row = find_keeping(kind.__name__)
    kinds = seller_belongings()

    assert row is not None
    ends = kind in (*kinds.expiring, *kinds.shared) or kind.__name__ in ITEMS
    assert (row.lasts is not None) == ends
    assert ends or "expires_at" not in {part.name for part in fields(kind)}
