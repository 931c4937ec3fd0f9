"""What is due is counted up to a bound, and said to be more beyond it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.interaction import Channel
from shared.domain.queue import queue_state
from shared.domain.settings import DEFAULT_SETTINGS
from shared.ports import Create
from shared.usecases.read_alerts import MOST_DUE, read_due
from tests.builders import NOON, SELLER, make_item
from tests.stores import embedded_stores

LONG_AGO = NOON - timedelta(days=30)


@pytest.mark.parametrize(("items", "more"), [(MOST_DUE, False), (MOST_DUE + 1, True)])
def test_what_is_overdue_is_counted_to_a_bound_that_is_told(items: int, more: bool) -> None:
    store = embedded_stores().of_seller(SELLER)
    for number in range(items):
        item = make_item(Channel.QUESTION, f"Q{number}", text="Какой размер?", created_at=LONG_AGO)
        now = queue_state(item.channel, item.source, item.ai, item.work, DEFAULT_SETTINGS, NOON)
        store.commit([Create(replace(item, queue=now))])

    due = read_due(store, Channel.QUESTION, NOON)

    assert (due.overdue, due.more) == (MOST_DUE, more)
    assert due.tell(due.overdue) == ("40+" if more else "40")
