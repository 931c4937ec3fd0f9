"""The key that signs cursors changes without anybody's list being lost."""

from dataclasses import replace

import pytest

from shared.domain.ids import SellerId
from shared.entrypoint.api.signing import PHOTO_PURPOSE, ForgedToken, open_token, sign_token
from tests.builders import make_item
from tests.functions.api import make_world, problem

OLD, NEW = "o" * 32, "n" * 32
SELLER = SellerId("s")


def test_what_the_key_before_has_signed_is_believed_while_it_stands_there() -> None:
    token = sign_token([1], key=OLD, seller=SELLER, purpose="p")

    assert open_token(token, keys=(NEW, OLD), seller=SELLER, purpose="p") == [1]
    with pytest.raises(ForgedToken):
        open_token(token, keys=(NEW,), seller=SELLER, purpose="p")


def test_an_open_list_goes_on_over_a_change_of_keys() -> None:
    world = make_world(cursor_keys=(OLD,))
    browser = world.seller()
    world.put(browser.seller, *(make_item(external_id=f"R{n}") for n in range(3)))
    cursor = browser.get("/inbox", limit=1).get_json()["next_cursor"]

    answers = []
    for keys in ((NEW, OLD), (NEW,)):
        changed = world.visitor(outside=replace(world.outside, cursor_keys=keys))
        changed.post("/auth/login", {"email": "seller@example.com", "password": "vitrina-2026"})
        answers.append(changed.get("/inbox", limit=1, cursor=cursor))

    assert answers[0].status_code == 200
    assert problem(answers[1]) == (422, "invalid")


def test_a_picture_is_signed_by_half_a_digest_and_no_less() -> None:
    token = sign_token(7, key=OLD, seller=SELLER, purpose=PHOTO_PURPOSE)
    value, _, signature = token.partition(".")

    assert len(signature) == 22
    assert open_token(token, keys=(OLD,), seller=SELLER, purpose=PHOTO_PURPOSE) == 7
    for forged in (token[:-1], f"{value}.", f"{value}.{'A' * 22}"):
        with pytest.raises(ForgedToken):
            open_token(forged, keys=(OLD,), seller=SELLER, purpose=PHOTO_PURPOSE)
