"""Verdicts of the guardrails by channel, situation and strictness, and lawful words instead."""

from pathlib import Path

import pytest

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.domain.drafts.draft import Severity
from shared.domain.guard.guardrails import check_text, find_blocks
from shared.domain.guard.judging import Judge
from shared.domain.guard.rewriting import rewrite_finding, rewrite_text
from shared.domain.guard.rules import RULES
from shared.domain.guard.situation import Situation
from shared.domain.guard.strict import check_automatic
from shared.domain.interaction import Channel
from shared.domain.understanding import Intent
from tests.evaluation.lines import Line, read_lines

REVIEW, QUESTION, CHAT = Channel.REVIEW, Channel.QUESTION, Channel.CHAT
RETURN = "Оформите возврат через личный кабинет WB"
JUDGE = Judge(BundledEmbedder().embed)
BLESSING = "Благодарим вас. "
DEVELOPMENT = Path(__file__).parents[2] / "evaluation" / "development" / "guard.tsv"


def blocked_rules(channel: Channel, text: str, words: str = "") -> set[str]:
    return {one.rule for one in find_blocks(check_text(channel, text, Situation(words=words)))}


@pytest.mark.parametrize(
    ("channel", "text", "words", "rules"),
    [
        (REVIEW, "Спасибо за отзыв, рады вашей оценке!", "", set()),
        (REVIEW, "Отвечает бот, оператор подключится позже", "", {"ai_mention"}),
        (CHAT, "Отвечает бот, оператор подключится позже", "", {"ai_mention"}),
        (QUESTION, "Ответ подготовил ChatGPT для магазина", "", {"ai_mention"}),
        (REVIEW, "Ответ создан нейросетью нашей команды", "", {"ai_mention"}),
        (QUESTION, "Скорее всего, это ваша ошибка сборки", "", {"blame"}),
        (REVIEW, "Обратитесь в поддержку маркетплейса", "", {"dismissive"}),
        (CHAT, "Обратитесь в поддержку маркетплейса", "", set()),
        (REVIEW, "Товар со склада FBO, SKU проверим", "", set()),
        (REVIEW, RETURN, "хочу вернуть платье", set()),
        (REVIEW, RETURN, "сделаю обмен", set()),
        (REVIEW, RETURN, "Пришло сломанное, не включается", set()),
        (REVIEW, RETURN, "Красивое платье", {"unsolicited_return"}),
        (REVIEW, RETURN, "Вернули в прошлый раз, а это хорошее", set()),
        (CHAT, RETURN, "не включается", set()),
        (CHAT, RETURN, "Спасибо", set()),
        (CHAT, "Да, есть", "", set()),
        (CHAT, (BLESSING * 80)[:1092], "", {"too_long"}),
        (REVIEW, "   ", "", {"empty_text"}),
        (REVIEW, "Пишите нам на shop@example.ru, поможем", "", {"contacts"}),
        (REVIEW, "Позвоните: +7 900 000-00-00, ответим", "", {"contacts", "off_platform"}),
        (REVIEW, "ОТВЕЧАЕТ БОТ, ждите ответа оператора", "", {"ai_mention"}),
        (
            REVIEW,
            "Бот отвечает: вы не так собрали, вернём деньги",
            "",
            {"ai_mention", "promise", "blame", "unsolicited_return"},
        ),
        (CHAT, "Мой номер восемь девятьсот двадцать, сорок пять, десять", "", {"contacts"}),
        (CHAT, "Найдёте нас в т е л е г р а м", "", {"off_platform"}),
        (CHAT, "Мы есть в TеIegrаm, заходите", "", {"off_platform"}),
        (QUESTION, "Такой же есть на Яндекс.Маркете", "", {"other_marketplace"}),
        (QUESTION, "См. описание", "", {"dismissive"}),
        (QUESTION, "Да, подойдёт для зимы до минус двадцати. См. описание.", "", set()),
        (REVIEW, "Не волнуйтесь вернём деньги", "верните", {"promise"}),
        (QUESTION, "Деньги возвращает площадка, срок зависит от банка.", "верните", set()),
        (QUESTION, "Часы показывают уведомления из Telegram", "", set()),
        (QUESTION, "Роман об искусственном интеллекте, 240 страниц", "", set()),
        (QUESTION, "Юла деревянная, ботинки замечательные, работа аккуратная", "", set()),
    ],
)
def test_a_reply_is_judged_in_its_channel_and_situation(
    channel: Channel, text: str, words: str, rules: set[str]
) -> None:
    assert blocked_rules(channel, text, words) == rules


def test_a_known_intent_makes_a_return_a_natural_answer() -> None:
    situation = Situation(words="Ужас", intent=Intent.DEFECT_NOT_WORKING)

    assert find_blocks(check_text(REVIEW, RETURN, situation)) == ()


def test_a_guess_about_the_buyer_is_only_warned_of_in_private() -> None:
    (finding,) = check_text(CHAT, "Скорее всего, это ваша ошибка сборки")

    assert (finding.rule, finding.severity) == ("blame", Severity.WARN)


@pytest.mark.parametrize(
    ("channel", "text", "passes"),
    [
        (REVIEW, "Спасибо за тёплый отзыв, носите с удовольствием!", True),
        (QUESTION, "Размер вам точно подойдёт, не сомневайтесь", False),
        (REVIEW, "Дарим скидку на следующий заказ в магазине", False),
        (REVIEW, "Гарантируем качество каждой вещи в магазине", False),
        (REVIEW, "Отправим вам бесплатно запасную пуговицу", False),
        (REVIEW, "Вам это 100% подойдёт, берите смело, ждём", False),
        (REVIEW, "Спасибо! Ткань — 100% хлопок, носите с радостью", True),
        (REVIEW, "Обещаем радовать вас и дальше новинками", False),
        (REVIEW, "Компенсация будет начислена вам завтра", False),
        (REVIEW, "Отправляем заказы через СДЭК каждый день", False),
        (REVIEW, "Подробнее на www.shop-example.ru в каталоге", False),
        (REVIEW, "Спасибо! Nike Air Max — great choice, enjoy it every day", False),
        (REVIEW, "Спасибо за отзыв о модели Air, рады вам всегда", True),
        (REVIEW, "Спасибо", False),
        (REVIEW, (BLESSING * 50)[:640], False),
        (QUESTION, (BLESSING * 50)[:640].strip(), True),
        (QUESTION, (BLESSING * 60)[:880], False),
        (CHAT, (BLESSING * 60)[:960].strip(), True),
        (REVIEW, "😀😀😀😀😀 12345 67890 11 22", True),
    ],
)
def test_what_goes_out_by_itself_is_judged_strictly(
    channel: Channel, text: str, *, passes: bool
) -> None:
    assert (check_automatic(channel, text, Situation(), (), JUDGE) == ()) is passes


def test_a_repeated_or_unknown_answer_never_goes_out_by_itself() -> None:
    text = "Спасибо за отзыв, рады вам!"

    assert check_automatic(REVIEW, text, Situation(), ("Другой ответ",), JUDGE) == ()
    assert check_automatic(REVIEW, text, Situation(), (f"  {text.upper()} ",), JUDGE) != ()
    assert check_automatic(REVIEW, text, Situation(), None, JUDGE) != ()


def own_lines() -> list[Line]:
    return [line for line in read_lines(DEVELOPMENT, {}).lines if line.text]


def test_lawful_words_pass_in_place_of_every_blocked_line() -> None:
    for line in own_lines():
        situation = Situation(words=line.context)
        findings = check_text(line.channel, line.text, situation)

        text = rewrite_text(line.channel, line.text, findings)

        assert find_blocks(check_text(line.channel, text, situation)) == (), (line.text, text)
        assert text


def test_one_lawful_sentence_takes_the_place_of_one_objection() -> None:
    text = "Добрый день! Мы вернём вам деньги. Хорошего дня!"
    (finding,) = check_text(REVIEW, text)

    rewrite = rewrite_finding(REVIEW, text, finding)

    assert rewrite is not None
    said = text[: rewrite.start] + rewrite.text + text[rewrite.end :]
    assert said == "Добрый день! Внимательно разберёмся в этой ситуации. Хорошего дня!"
    assert check_text(REVIEW, said) == ()


def test_a_confession_becomes_neutral() -> None:
    text = "У нас пересорт, мы виноваты"

    said = rewrite_text(REVIEW, text, check_text(REVIEW, text))

    assert "пересорт" not in said
    assert "виноват" not in said


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
@pytest.mark.parametrize("channel", Channel)
def test_what_is_said_instead_breaks_no_rule(channel: Channel, rule: object) -> None:
    instead = getattr(rule, "instead", "")

    assert not instead or check_text(channel, instead, Situation()) == ()
