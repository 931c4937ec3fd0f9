from collections.abc import Mapping
from pathlib import Path

import pytest

from shared.domain.interaction import Channel
from shared.domain.understanding import Alarm, Intent, Sentiment
from tests.evaluation.lines import Line, LinesError, Task, read_lines
from tests.evaluation.real_texts import hash_text

REAL = "Пришло быстро"
TEXTS = {hash_text(REAL): REAL}
POSITIVE, NEGATIVE, NEUTRAL = Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.NEUTRAL
SIZE, PRICE = Intent.SIZING_FIT, Intent.PRICE_PROMO


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, words: str, texts: Mapping[str, str] = TEXTS) -> tuple[Line, ...]:
    (folder / "lines.tsv").write_text(words, encoding="utf-8")
    return read_lines(folder / "lines.tsv", texts).lines


def test_remarks_blank_lines_a_header_and_windows_ends_are_no_lines(folder: Path) -> None:
    words = (
        "\ufefftask\tlabel\tchannel\ttext\tcontext\r\n"
        "# a remark\r\n\r\n"
        "intent\tother\tchat\tВы тут?\r\n"
    )

    assert read(folder, words) == (
        Line(
            task=Task.INTENT,
            channel=Channel.CHAT,
            text="Вы тут?",
            number=4,
            source="lines.tsv",
            intent="other",
        ),
    )


@pytest.mark.parametrize(
    ("label", "topics"),
    [
        ("none", {}),
        ("sizing_fit:negative", {SIZE: NEGATIVE}),
        ("sizing_fit:negative,price_promo:positive", {SIZE: NEGATIVE, PRICE: POSITIVE}),
        ("sizing_fit:- ; price_promo:+", {SIZE: NEGATIVE, PRICE: POSITIVE}),
        ("sizing_fit:0+price_promo:+", {SIZE: NEUTRAL, PRICE: POSITIVE}),
        ("sizing_fit:−+price_promo", {SIZE: NEGATIVE, PRICE: None}),
        ("sizing_fit; price_promo", {SIZE: None, PRICE: None}),
        ("Sizing_Fit:NEG|price_promo:pos", {SIZE: NEGATIVE, PRICE: POSITIVE}),
    ],
)
def test_topics_may_be_spelled_in_many_ways(
    folder: Path, label: str, topics: Mapping[Intent, Sentiment | None]
) -> None:
    (line,) = read(folder, f"topic\t{label}\treview\tМалы, но дёшево")

    assert line.topics == topics


def test_reasons_to_escalate_may_be_several_or_none(folder: Path) -> None:
    lines = read(
        folder,
        "escalation\thealth,legal\tchat\tОжог, подам в суд\n"
        "escalation\tmedical\tchat\tСыпь\n"
        "escalation\tnone\tchat\tСпасибо\n",
    )

    assert [line.alarms for line in lines] == [
        {Alarm.HEALTH, Alarm.LEGAL},
        {Alarm.HEALTH},
        frozenset(),
    ]


def test_a_warning_counts_as_a_pass_and_the_context_is_kept(folder: Path) -> None:
    lines = read(
        folder,
        "guard\tblock\treview\tВернём деньги\tСломалось\n"
        "guard\twarn\tchat\tВернём деньги\n"
        "guard\tpass\tquestion\tДлина 2 м\t\n",
    )

    assert [(line.blocked, line.context) for line in lines] == [
        (True, "Сломалось"),
        (False, ""),
        (False, ""),
    ]


def test_the_six_older_intents_are_understood(folder: Path) -> None:
    (line,) = read(folder, "intent\tavailability_delivery\tquestion\tКогда завоз?")

    assert line.intent == "availability_delivery"


def test_a_real_text_is_found_by_its_hash(folder: Path) -> None:
    (line,) = read(folder, f"escalation\tnone\treview\t@{hash_text(REAL)}")

    assert (line.text, line.real) == (REAL, True)


def test_real_texts_that_are_not_at_hand_are_counted_and_left_out(folder: Path) -> None:
    path = folder / "lines.tsv"
    path.write_text(f"escalation\tnone\treview\t@{hash_text(REAL)}\nintent\tother\tchat\tАу\n")

    reading = read_lines(path, {})

    assert (len(reading.lines), reading.absent) == (1, 1)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("intent\tother\tchat", "lines.tsv:1: 3 fields between tabs"),
        ("mood\tbad\tchat\tФу", "unknown task 'mood'; a line asks one of: intent, topic"),
        ("intent\tangry\tchat\tФу", "unknown intent 'angry'"),
        ("intent\tother\tmail\tФу", "unknown channel 'mail': one of review, question, chat"),
        ("intent\tother\tchat\t", "no text"),
        ("topic\tsizing_fit:sad\treview\tФу", "unknown feeling 'sad' of sizing_fit"),
        ("topic\tmood:+\treview\tФу", "unknown topic 'mood'"),
        ("topic\tsizing_fit:+ 5\treview\tФу", "topics are label:feeling"),
        ("escalation\tfire\tchat\tФу", "unknown reason to escalate 'fire'"),
        ("guard\tmaybe\tchat\tФу", "a reply is block, warn or pass"),
        ("intent\tother\tchat\t@0123456789abcdef", "no real text @0123456789abcdef"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number_and_reason(
    folder: Path, row: str, told: str
) -> None:
    with pytest.raises(LinesError, match=r"lines\.tsv:1: ") as refused:
        read(folder, row)

    assert told in str(refused.value)


def test_every_wrong_line_is_named_up_to_a_bound(folder: Path) -> None:
    with pytest.raises(LinesError) as refused:
        read(folder, "x\ty\tz\tt\n" * 25)

    told = str(refused.value).splitlines()
    assert told[1].startswith("lines.tsv:2: ")
    assert told[-1] == "… and 5 more"
