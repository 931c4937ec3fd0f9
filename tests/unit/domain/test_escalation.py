"""A person looks first where somebody was hurt, threatens, or tells what is nobody's business."""

import pytest

from shared.domain.interaction import Asked, Channel, ChatTail, Sender
from shared.domain.meaning.escalation import find_escalations
from shared.domain.meaning.private_data import find_private, is_luhn
from shared.domain.understanding import Alarm, Part
from tests.builders import NOON, make_source

HEALTH, LEGAL, FAKE = Alarm.HEALTH, Alarm.LEGAL, Alarm.COUNTERFEIT
PRIVATE, RUDE = Alarm.PERSONAL_DATA, Alarm.AGGRESSION


def alarms_of(text: str, channel: Channel = Channel.REVIEW) -> set[Alarm]:
    chat = ChatTail(last_text=text, last_sender=Sender.CLIENT)
    is_chat = channel is Channel.CHAT
    source = make_source(text="" if is_chat else text, chat=chat if is_chat else None)
    return {found.alarm for found in find_escalations(channel, source)}


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("У дочки аллергия после носки", HEALTH),
        ("После крема реакция на коже", HEALTH),
        ("Покраснение, аллергии раньше не было", HEALTH),
        ("Стекло лопнуло прямо в руках, порезала ладонь, пять швов", HEALTH),
        ("Чайник бьёт током, чуть не убило жену", HEALTH),
        ("Кот поел и его вырвало", HEALTH),
        ("Отравились всей семьёй этой икрой", HEALTH),
        ("Ребёнок чуть не подавился, отлетел глазик у мишки", HEALTH),
        ("Скамейка треснула, дед свалился и ушиб бок", HEALTH),
        ("Чешу руки после перчаток, латекс, видимо, сыпь", HEALTH),
        ("Подам в суд, если не решите", LEGAL),
        ("Жду деньги до десятого, потом иск", LEGAL),
        ("Жалобу в роспотреб уже отправила", LEGAL),
        ("Направляю досудебную, срок 10 дней", LEGAL),
        ("По ЗоЗПП вы обязаны принять товар", LEGAL),
        ("Подделка! Не покупайте", FAKE),
        ("Это не оригинал, запах держится пять минут", FAKE),
        ("Сравнила с оригиналом из магазина — ничего общего", FAKE),
        ("Почему продаёте подделку под видом найка?", FAKE),
        ("Ничем не отличается от подделки с рынка", FAKE),
        ("Боялась подделки и не зря, серийника нет", FAKE),
        ("На рынке такая же подделка, как тут", FAKE),
        ("Мой телефон 8 926 123-45-67", PRIVATE),
        ("адрес: г. Казань, ул. Баумана, д. 12, кв. 45", PRIVATE),
        ("вот почта ivan.petrov@example.ru, вышлите чек", PRIVATE),
        ("Пишите мне в телеграм @ivan_petrov", PRIVATE),
        ("живу Казань, Чистопольская 20, кв 15", PRIVATE),
        ("тел. восемь девятьсот три пять пять пять двенадцать тридцать", PRIVATE),
        ("вот счёт 40817810099910004312", PRIVATE),
        ("Паспорт серия 45 10 номер 123456", PRIVATE),
        ("После заказа звонят мошенники, откуда у вас мой номер", PRIVATE),
        ("сволочи, верните деньги", RUDE),
        ("Я тебя найду и морду набью", RUDE),
        ("Вы там все дебилы?", RUDE),
        ("отъ*бись", RUDE),
    ],
)
@pytest.mark.parametrize("channel", [Channel.REVIEW, Channel.CHAT])
def test_what_a_person_must_see_is_heard(text: str, alarm: Alarm, channel: Channel) -> None:
    assert alarm in alarms_of(text, channel)


@pytest.mark.parametrize(
    "text",
    [
        "Давайте обсудим цвет",
        "Посуда красивая, судя по отзывам, прослужит",
        "Спасибо, всё хорошо",
        "Аллергии нет, кожа стала мягче",
        "Дочке понравилось, никаких высыпаний",
        "Может ли быть аллергия на этот крем?",
        "Подойдёт аллергикам?",
        "Крем снял зуд и раздражение за два дня",
        "Отличная мазь от ожогов",
        "Голова больше не болит на этой подушке",
        "Волосы перестали выпадать",
        "Оригинальный дизайн, все оценили",
        "Это оригинал или подделка?",
        "Думала будет подделка, но нет — настоящие!",
        "Ничем не отличается от оригинала",
        "Претензий к продавцу нет",
        "заказ 89123456789 не приехал",
        "артикул 169723551, штрихкод 2038893421556",
        "Пункт выдачи на ул. Ленина 5 не работает",
        "На улице минус 10, термометр врёт",
        "Тупой нож, не режет",
        "Я дура, не посмотрела размерную сетку",
        "Заказала, а там ДАШУНЕ!",
        "Тараканы отравились за ночь",
        "Раньше была аллергия на порошки, от этого нет ничего",
        "Аптечка супер, всё для порезов и ожогов есть",
        "боялась аллергии, всё обошлось",
        "Хорошая подделка под мрамор",
        "Отличие от подделок — голограмма, тут она есть",
        "Не слушайте, кто пишет, что фейк",
        "Так не хотелось нарваться на подделку",
        "Раньше на рынке попадалась подделка, теперь беру здесь",
        "Кожа ненастоящая, обещали натуральную",
        "Ножи острые, аккуратно — можно порезаться",
        "Кожа на диване потрескалась",
        "Ужасное качество, никому не советую",
    ],
)
def test_what_only_looks_alike_stops_nothing(text: str) -> None:
    assert alarms_of(text) == set()


def test_a_question_about_an_allergy_is_no_harm_yet() -> None:
    asked = "У меня аллергия на никель, в составе его нет?"

    assert alarms_of(asked, Channel.QUESTION) == set()
    assert alarms_of("Намазала и теперь чешусь вся, это нормально?", Channel.QUESTION) == {HEALTH}


def test_evidence_quotes_the_buyer_by_part_and_place() -> None:
    source = make_source(text="Брали мужу. Пошло раздражение", cons="Подделка какая-то")

    health, fake = find_escalations(Channel.REVIEW, source)

    assert (health.alarm, fake.alarm) == (HEALTH, FAKE)
    quote = health.evidence[0]
    assert source.text[quote.start :].startswith(quote.text)
    assert [one.part for one in fake.evidence] == [Part.CONS]
    assert fake.evidence[0].text == "Подделка"


def test_in_a_chat_only_what_the_buyer_said_since_the_last_answer_counts() -> None:
    threat = Asked(id="m1", at=NOON, text="Подам в суд")
    later = Asked(id="m2", at=NOON.replace(hour=14), text="Где вы?")
    open_chat = ChatTail(asked=(threat, later), last_text="Где вы?", last_sender=Sender.CLIENT)
    answered = ChatTail(asked=(threat,), answered_at=NOON.replace(hour=13))
    ours = ChatTail(last_text="Подайте в суд", last_sender=Sender.SELLER)

    found = [
        find_escalations(Channel.CHAT, make_source(text="", chat=one))
        for one in (
            open_chat,
            answered,
            ours,
        )
    ]

    assert [len(one) for one in found] == [1, 0, 0]


def test_a_card_is_told_from_an_order_by_its_check_digit() -> None:
    assert is_luhn("4561261212345467")
    assert not is_luhn("4561261212345464")
    assert find_private("4561 2612 1234 5467")
    assert not find_private("4561 2612 1234 5464")
    assert find_private("переведите на карту 2202 2001 1234 5678")
    assert not find_private("заказ 4561261212345467")


def test_hostile_texts_cost_little() -> None:
    assert find_escalations(Channel.REVIEW, make_source(text="не " * 5000)) == ()
    assert find_escalations(Channel.REVIEW, make_source(text="8" * 5000)) == ()
