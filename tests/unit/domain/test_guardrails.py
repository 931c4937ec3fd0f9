"""What may not be said is found however it is written, and nothing else is."""

import time

import pytest

from shared.domain.drafts.draft import Severity
from shared.domain.guard.guardrails import check_text, find_blocks
from shared.domain.interaction import Channel

EVERYWHERE = [
    ("contacts", "Пишите нам на shop@example.ru, поможем"),
    ("contacts", "Наш номер +7 900 000-00-00, ответим всем"),
    ("contacts", "Ждём звонка: 8 (916) 123-45-67, всегда рады"),
    ("contacts", "Подробнее на www.shop-example.ru в каталоге"),
    ("contacts", "Смотрите example точка ru — там всё есть"),
    ("contacts", "Мы тут: t.me/primer, заходите к нам"),
    ("contacts", "Ищите нас: @primer_shop, будем рады"),
    ("off_platform", "Напишите нам в телеграм, всё решим"),
    ("off_platform", "Напишите нам в TеIеgram или вацап, решим"),
    ("off_platform", "Заходите на наш новый сайт за подарками"),
    ("review_reward", "Дарим бонус за хороший отзыв о товаре"),
    ("review_reward", "Измените отзыв, и мы вернём вам 300 рублей"),
    ("review_reward", "За 5 звёзд подарок уже ждёт вас"),
    ("ai_mention", "ОТВЕЧАЕТ БОТ, ждите ответа оператора"),
    ("ai_mention", "Ответ создан нейросетью нашей команды"),
    ("hidden_characters", "Спасибо за\u200b тёплый отзыв о товаре"),
    ("hidden_characters", "Спасибо за \u202eотзыв о товаре, рады"),
]
PUBLIC_ONLY = [
    ("promise", "Очень жаль, сразу вернём вам деньги"),
    ("promise", "Сразу вернeм дeньги за этот товар"),
    ("promise", "Компенсация будет начислена вам завтра"),
    ("promise", "Отправим вам бесплатно запасную пуговицу"),
    ("promise", "Гарантируем вам возврат полной суммы"),
    ("promise", "Доставим завтра, не переживайте за это"),
    ("promise", "Ускорим вашу доставку прямо сейчас"),
    ("blame", "Скорее всего, это ваша ошибка сборки"),
    ("dismissive", "Обратитесь в поддержку маркетплейса"),
    ("dismissive", "Ответ простой: см. описание товара"),
]


def rules_of(channel: Channel, text: str) -> dict[str, Severity]:
    return {one.rule: one.severity for one in check_text(channel, text)}


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize(("rule", "text"), EVERYWHERE)
def test_some_words_are_blocked_everywhere(channel: Channel, rule: str, text: str) -> None:
    assert rules_of(channel, text).get(rule) is Severity.BLOCK


@pytest.mark.parametrize(("rule", "text"), PUBLIC_ONLY)
def test_promises_are_blocked_in_public_and_warned_about_in_chat(rule: str, text: str) -> None:
    assert rules_of(Channel.REVIEW, text).get(rule) is Severity.BLOCK
    assert rules_of(Channel.QUESTION, text).get(rule) is Severity.BLOCK
    assert rules_of(Channel.CHAT, text).get(rule) is Severity.WARN


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize(
    "text",
    [
        "Спасибо за отзыв, рады вашей оценке!",
        "Оформите возврат через личный кабинет WB",
        "Не можем вернуть деньги сами: это делает Wildberries",
        "Спасибо за подробный отзыв о подарочном наборе!",
        "Хлопок 100%. Рост модели 170 см, артикул 123456789012",
        "Такие ботинки отлично работают и в мороз, проверено",
        "Обратите внимание: т.к. ткань мягкая, гладьте с изнанки",
        "Приятных покупок 👨‍👩‍👧 всей семье!",
    ],
)
def test_honest_words_pass(channel: Channel, text: str) -> None:
    assert check_text(channel, text) == ()


def test_a_span_marks_the_words_in_the_text_as_it_was_written() -> None:
    text = "Добрый день!  Пишите на SHOP@Example.RU скорее"

    (finding,) = find_blocks(check_text(Channel.CHAT, text))

    assert text[finding.start : finding.end] == "SHOP@Example.RU"


@pytest.mark.parametrize(
    ("channel", "size", "rule", "severity"),
    [
        (Channel.REVIEW, 1, "too_short", Severity.BLOCK),
        (Channel.REVIEW, 19, "too_short", Severity.WARN),
        (Channel.REVIEW, 20, "too_short", None),
        (Channel.REVIEW, 500, "too_long", None),
        (Channel.REVIEW, 501, "too_long", Severity.WARN),
        (Channel.QUESTION, 5000, "too_long", Severity.WARN),
        (Channel.QUESTION, 5001, "too_long", Severity.BLOCK),
        (Channel.CHAT, 1, "too_short", None),
        (Channel.CHAT, 1000, "too_long", None),
        (Channel.CHAT, 1001, "too_long", Severity.BLOCK),
    ],
)
def test_length_follows_the_channel(
    channel: Channel, size: int, rule: str, severity: Severity | None
) -> None:
    assert rules_of(channel, "ж" * size).get(rule) is severity


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_text_is_blocked(text: str) -> None:
    assert rules_of(Channel.CHAT, text) == {"empty_text": Severity.BLOCK}


@pytest.mark.parametrize(
    "seed", ["a", "@", "вернем ", "8 ", "за ", "подарок ", "a.", "9-", "наш ", "(((", "\u200b"]
)
def test_hostile_texts_cost_little(seed: str) -> None:
    text = (seed * 5000)[:5000]
    started = time.process_time()

    check_text(Channel.REVIEW, text)

    assert time.process_time() - started < 0.25
