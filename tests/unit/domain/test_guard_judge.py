"""What the judge hears beyond words, what it costs it, and what it says when it cannot hear."""

from collections.abc import Sequence

import pytest

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.domain.drafts.draft import Finding, Severity
from shared.domain.errors import Unavailable
from shared.domain.guard.guardrails import check_text, find_blocks
from shared.domain.guard.judging import MOST_HEARD, Judge
from shared.domain.guard.rewriting import rewrite_text
from shared.domain.guard.rules import RULES
from shared.domain.guard.sentences import split_stretches, trained_model
from shared.domain.guard.situation import Situation
from shared.domain.guard.strict import check_automatic
from shared.domain.interaction import Channel
from shared.domain.meaning.semantics import Vector
from tests.answers.training.replies import hash_inputs

REVIEW, CHAT = Channel.REVIEW, Channel.CHAT
BUNDLED = BundledEmbedder()
# No phrase of the rules finds these.
MEANT = (
    "Кошелёк ваш не пострадает, потраченное окажется у вас.",
    "Хозяйка вы так себе, раз вещь за неделю испорчена.",
    "Тут отвечает бездушный код, сотрудники спят.",
)
HARMLESS = (
    "Замечательно, что ботинки подошли!",
    "Работа мастеров аккуратная, спасибо, что отметили строчку.",
    "Приносим извинения за доставленные неудобства.",
)
# One of these is always left open by the pieces of its words.
VAGUE = (
    "Мы поговорим с теми, кто собирал посылку.",
    "Мнение у каждого своё, спорить не станем.",
    "Такие изделия живут недолго, если их не беречь.",
    "Решение остаётся за площадкой, мы ждём вместе с вами.",
)


class CountingEmbedder:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        self.asked += texts
        return BUNDLED.embed(texts)


def embed_nothing(texts: Sequence[str]) -> Sequence[Vector]:
    raise Unavailable(f"{len(texts)} texts, and nobody embeds")


def grey_text(judge: Judge) -> str:
    """A sentence that neither words nor pieces of them settle."""
    for text in VAGUE:
        if "unread" in {one.rule for one in judge.check(REVIEW, text, thorough=True)}:
            return text
    raise AssertionError("every sentence is settled without its vector")


@pytest.mark.parametrize("text", MEANT)
def test_a_promise_in_other_words_is_heard(text: str) -> None:
    judge = Judge(BUNDLED.embed)

    assert find_blocks(check_text(REVIEW, text)) == ()
    (finding, *_) = find_blocks(judge.check(REVIEW, text))
    assert finding.rule in RULES
    assert finding.message == RULES[finding.rule].message
    assert text[finding.start : finding.end].strip(" .")
    assert find_blocks(judge.check(REVIEW, rewrite_text(REVIEW, text, [finding]))) == ()


@pytest.mark.parametrize("text", HARMLESS)
def test_look_alikes_pass(text: str) -> None:
    assert Judge(BUNDLED.embed).check(REVIEW, text) == ()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_what_is_offered_instead_passes_by_meaning_too(rule: str) -> None:
    instead = RULES[rule].instead

    assert not instead or find_blocks(Judge(BUNDLED.embed).check(REVIEW, instead)) == ()


def test_a_promise_is_graver_in_public_than_in_a_chat() -> None:
    judge = Judge(BUNDLED.embed)

    assert {one.severity for one in judge.check(CHAT, MEANT[0])} == {Severity.WARN}


@pytest.mark.parametrize("judge", [Judge(), Judge(embed_nothing)])
def test_who_cannot_hear_says_so_and_sends_nothing_by_itself(judge: Judge) -> None:
    text = grey_text(judge)

    (finding,) = [one for one in judge.check(REVIEW, text) if one.rule == "unread"]

    assert finding.severity is Severity.WARN
    assert check_automatic(REVIEW, text, Situation(), (), judge) != ()


def test_a_failure_is_not_remembered() -> None:
    replies: list[Unavailable] = [Unavailable("starting")]

    def embed(texts: Sequence[str]) -> Sequence[Vector]:
        if replies:
            raise replies.pop()
        return BUNDLED.embed(texts)

    judge = Judge(embed)
    text = grey_text(Judge())

    assert "unread" in rules_of(judge.check(REVIEW, text))
    assert "unread" not in rules_of(judge.check(REVIEW, text))


def test_a_verdict_is_remembered_and_so_is_what_a_sentence_means() -> None:
    embedder = CountingEmbedder()
    judge = Judge(embedder.embed)
    text = grey_text(Judge())
    judge.check(REVIEW, text)
    asked = len(embedder.asked)

    judge.check(REVIEW, text)
    judge.check(REVIEW, f"{text} Спасибо!")

    assert asked == len(embedder.asked) == 1


def test_at_most_five_sentences_are_heard() -> None:
    embedder = CountingEmbedder()
    grey = grey_text(Judge()).rstrip(".")

    Judge(embedder.embed).check(REVIEW, ". ".join(f"{grey} {n}" for n in range(12)), thorough=True)

    assert 0 < len(embedder.asked) <= MOST_HEARD


def test_what_lies_beyond_the_budget_never_goes_automatically() -> None:
    grey = grey_text(Judge()).rstrip(".")
    text = ". ".join(f"{grey} {number}" for number in range(8))

    found = Judge(BUNDLED.embed).check(REVIEW, text, thorough=True)

    assert "unread" in rules_of(found) or find_blocks(found)


def test_an_echo_of_the_buyer_never_goes_automatically() -> None:
    words = "Напишу так: всё просто отлично и очень быстро пришло"
    text = "Спасибо! Всё просто отлично и очень быстро пришло, рады за вас."

    found = check_automatic(REVIEW, text, Situation(words=words), (), Judge(BUNDLED.embed))

    assert "Ответ повторяет слова покупателя" in {one.message for one in found}


def test_the_model_is_of_these_replies() -> None:
    assert trained_model().inputs == hash_inputs()


def test_the_model_is_of_the_bundled_vectors() -> None:
    assert trained_model().embedder == BUNDLED.model


def test_stretches_are_short_and_stand_where_they_are_found() -> None:
    text = "Раз два. " + "слово " * 100 + "! Да"

    stretches = list(split_stretches(text))

    assert [one.words for one in stretches] == [2, 40, 40, 20]
    assert all(text[one.start : one.end] == one.text for one in stretches[1:])


def rules_of(findings: Sequence[Finding]) -> set[str]:
    return {one.rule for one in findings}
