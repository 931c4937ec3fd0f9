"""A link needs a proof that WB itself gives."""

import pytest

from shared.domain.interaction import Channel, Interaction
from shared.domain.linking import add_link, link_rule, relatives_of
from tests.builders import make_chat, make_item


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (make_item(external_id="a", child_id="b"), make_item(external_id="b"), "continued_review"),
        (make_item(external_id="a"), make_item(external_id="b", parent_id="a"), "continued_review"),
        (make_item(external_id="a"), make_item(external_id="b"), ""),
        (make_item(external_id="a", child_id="a"), make_item(external_id="a"), ""),
        (make_item(external_id="a"), make_item(Channel.QUESTION, "a"), ""),
        (make_item(Channel.QUESTION, "a"), make_item(Channel.QUESTION, "b"), ""),
        (make_chat("1", order_key="o"), make_chat("2", order_key="o"), "same_order"),
        (make_chat("1", order_key=""), make_chat("2", order_key=""), ""),
        (make_chat("1", order_key="o"), make_chat("2", order_key="p"), ""),
    ],
)
def test_the_rule_is_the_same_from_both_sides(
    one: Interaction, other: Interaction, rule: str
) -> None:
    assert link_rule(one, other) == link_rule(other, one) == rule
    assert bool(add_link(one, other)) is bool(rule)


def test_only_reviews_have_relatives() -> None:
    assert relatives_of(make_item(Channel.QUESTION, "a", parent_id="b")) == ()
