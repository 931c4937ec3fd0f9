"""A list's filter answers for one item as the store's query would."""

from datetime import timedelta

import pytest

from shared.domain.interaction import Channel
from shared.domain.places import InboxFilter, Place, is_shown
from tests.builders import NOON, make_chat


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (InboxFilter(), True),
        (InboxFilter(place=Place.ATTENTION), True),
        (InboxFilter(place=Place.HOT), True),
        (InboxFilter(place=Place.DONE), False),
        (InboxFilter(place=Place.AUTO), False),
        (InboxFilter(channel=Channel.REVIEW), False),
        (InboxFilter(channel=Channel.CHAT), True),
        (InboxFilter(rating=5), False),
        (InboxFilter(nm_id=1), False),
        (InboxFilter(nm_id=70_000_001), True),
    ],
    ids=str,
)
def test_a_list_shows_an_item_as_its_query_would(wanted: InboxFilter, shown: bool) -> None:
    assert is_shown(make_chat(), wanted, NOON + timedelta(hours=5)) is shown
