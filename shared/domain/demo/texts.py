"""The twelve examples: what buyers of an invented shop might write, flattering and not."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel, Product, Sender
from shared.domain.products.card import Card, Characteristic

# WB gives no article such a number, so neither a card nor a picture is ever asked for.
FIRST_ARTICLE = 10**12
SHOES, CREAM, FLASK = (FIRST_ARTICLE + number for number in range(3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of an example chat; `ago` is how long before the seeding it was said."""

    sender: Sender
    ago: timedelta
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One buyer's words; an `answer` makes it one that the shop has dealt with."""

    name: str
    channel: Channel
    nm_id: int
    buyer: str
    ago: timedelta
    rating: int | None = None
    text: str = ""
    pros: str = ""
    cons: str = ""
    size: str = ""
    answer: str = ""
    lines: tuple[Line, ...] = ()


def _hours(count: float) -> timedelta:
    return timedelta(hours=count)


def _review(number: int, nm_id: int, rating: int, buyer: str, ago: float, **words: str) -> Example:
    bare = Example(
        name=f"demo_rev_{number}",
        channel=Channel.REVIEW,
        nm_id=nm_id,
        buyer=buyer,
        ago=_hours(ago),
        rating=rating,
    )
    return replace(bare, **words)  # type: ignore[arg-type]


def _question(number: int, nm_id: int, ago: float, text: str) -> Example:
    return Example(
        name=f"demo_q_{number}",
        channel=Channel.QUESTION,
        nm_id=nm_id,
        buyer="",
        ago=_hours(ago),
        text=text,
    )


def _chat(number: int, nm_id: int, buyer: str, *lines: tuple[Sender, float, str]) -> Example:
    said = tuple(Line(sender=who, ago=_hours(ago), text=text) for who, ago, text in lines)
    return Example(
        name=f"demo_chat_{number}",
        channel=Channel.CHAT,
        nm_id=nm_id,
        buyer=buyer,
        ago=said[0].ago,
        lines=said,
    )


EXAMPLES: tuple[Example, ...] = (
    _review(
        1,
        SHOES,
        1,
        "Марина",
        6,
        text=(
            "Через неделю отклеилась подошва на правом кроссовке. Бегала три раза по парку, "
            "дождя не было. За такие деньги ожидала другого."
        ),
        cons="Подошва отходит у носка",
        size="38",
    ),
    _review(
        2,
        CREAM,
        2,
        "Ольга",
        3,
        text=(
            "После второго применения пошла красная сыпь по щекам и отекли веки. Смыла сразу, "
            "пила антигистаминное. Пользоваться больше боюсь."
        ),
        pros="Приятный запах",
        cons="Аллергия",
    ),
    _review(
        3,
        SHOES,
        3,
        "Денис",
        18,
        text="Сами кроссовки удобные, но маломерят: взял свой 43-й, пальцы упираются.",
        size="43",
    ),
    _review(
        4,
        FLASK,
        4,
        "Ирина",
        48,
        text=(
            "Тепло держит честно: утром залила кипяток, вечером ещё горячий. Цвет на фото "
            "зелёный, приехал скорее серый, за это минус звезда."
        ),
    ),
    _review(
        5,
        FLASK,
        5,
        "Сергей",
        72,
        text="Отличный термос, брал второй раз, теперь отцу на рыбалку. Ничего не протекает.",
        answer=(
            "Сергей, спасибо, что вернулись за вторым термосом! Рады, что он пригодится на рыбалке."
        ),
    ),
    _question(
        1,
        SHOES,
        3,
        "Здравствуйте! Стопа 27 см, полная. Какой размер брать, 42 или 43?",
    ),
    _question(2, FLASK, 8, "Подскажите, войдёт ли термос в подстаканник автомобиля?"),
    _question(3, SHOES, 26, "Когда снова появится 44 размер в чёрном цвете?"),
    _question(4, CREAM, 52, "Можно ли этот крем беременным? В составе есть ретинол?"),
    _chat(
        1,
        FLASK,
        "Алексей",
        (
            Sender.CLIENT,
            2.2,
            "Здравствуйте. Термос протекает у крышки, чай вылился в сумку.",
        ),
        (Sender.CLIENT, 2, "Хочу вернуть деньги. Что для этого нужно?"),
    ),
    _chat(
        2,
        SHOES,
        "Наталья",
        (Sender.CLIENT, 31, "Добрый день! Кроссовки подойдут для зала?"),
        (
            Sender.SELLER,
            30,
            "Здравствуйте! Подойдут для кардио и лёгких тренировок: подошва мягкая.",
        ),
        (Sender.CLIENT, 0.4, "Спасибо. А стельку можно вынуть и заменить своей?"),
    ),
    _chat(
        3,
        CREAM,
        "Галина",
        (Sender.CLIENT, 56, "Здравствуйте, заказ второй день на сортировке. Когда доставят?"),
        (
            Sender.SELLER,
            55,
            (
                "Здравствуйте! Доставкой занимается Wildberries: точный срок виден в вашем "
                "заказе, раздел «Доставки»."
            ),
        ),
    ),
)

_SHELF = {
    SHOES: (
        "Кроссовки беговые «Пример»",
        "Кроссовки",
        (("Материал верха", "текстиль"), ("Съёмная стелька", "да"), ("Полнота", "средняя")),
    ),
    CREAM: (
        "Крем для лица увлажняющий «Пример», 50 мл",
        "Кремы",
        (("Объём", "50 мл"), ("Тип кожи", "для нормальной и сухой")),
    ),
    FLASK: (
        "Термос стальной «Пример», 1 л",
        "Термосы",
        (("Объём", "1 л"), ("Диаметр дна", "9 см"), ("Держит тепло", "12 часов")),
    ),
}
PRODUCTS = {
    nm_id: Product(nm_id=nm_id, name=name, subject=subject, brand="Пример")
    for nm_id, (name, subject, _) in _SHELF.items()
}
CARDS = {
    nm_id: Card(
        nm_id=nm_id,
        name=name,
        subject=subject,
        brand="Пример",
        characteristics=tuple(Characteristic(name=what, value=how) for what, how in lines),
    )
    for nm_id, (name, subject, lines) in _SHELF.items()
}
