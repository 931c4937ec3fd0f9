"""Tags: plain words, each once whatever its case, and never too many."""

import pytest

from shared.domain.tagging import MOST_TAGS, BadTag, TagsFull, add_tags, clean_tag, drop_tags

FULL = tuple(str(number) for number in range(MOST_TAGS))


def test_a_tag_is_one_line_with_single_spaces() -> None:
    assert clean_tag("  на \n складе ") == "на складе"


@pytest.mark.parametrize("written", ["", " ", "<b>", "a\u202eb", "раз,два", "\x00", "я\u200b"])
def test_what_is_no_plain_words_is_no_tag(written: str) -> None:
    with pytest.raises(BadTag):
        clean_tag(written)


def test_a_tag_comes_and_goes_in_any_case_of_letters() -> None:
    assert add_tags(("Брак",), ("брак", "опт", "ОПТ")) == ("Брак", "опт")
    assert drop_tags(("Брак", "опт"), ("БРАК",)) == ("опт",)


def test_a_full_item_takes_no_further_tag_but_one_that_it_bears() -> None:
    assert add_tags(FULL, ("0",)) == FULL
    with pytest.raises(TagsFull):
        add_tags(FULL, ("ещё",))
