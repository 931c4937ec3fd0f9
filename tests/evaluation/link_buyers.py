"""Invented buyers of one seller who write in several channels, with the truth of who is who.

Names are as common as in Russia, many buyers show none or an initial, and few write twice, so
that most neighbours of one name on one product are different people.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.ids import InteractionId
from shared.domain.interaction import Channel, Interaction, Product
from tests.builders import NOON, make_chat, make_item

# First names with their share among adults, roughly, in thousandths.
NAMES = {
    "Елена": 60, "Татьяна": 55, "Ольга": 52, "Наталья": 50, "Анна": 45, "Ирина": 44,
    "Светлана": 42, "Мария": 40, "Екатерина": 40, "Анастасия": 36, "Юлия": 34, "Александр": 34,
    "Сергей": 28, "Дмитрий": 24, "Андрей": 22, "Алексей": 22, "Виктория": 20, "Людмила": 20,
    "Марина": 20, "Галина": 18, "Владимир": 16, "Дарья": 16, "Иван": 14, "Надежда": 14,
    "Оксана": 12, "Алёна": 12, "Ксения": 12, "Полина": 10, "Вера": 10, "Максим": 10, "Роман": 8,
    "Евгения": 8, "Лариса": 8, "Кристина": 8, "Алина": 8, "Игорь": 7, "Олег": 6, "Яна": 5,
    "Диана": 5, "Тимур": 4, "Раиса": 4, "Зоя": 3, "Гульнара": 3, "Эльвира": 3, "Регина": 2,
    "Лиана": 1, "Милана": 1, "Варвара": 2, "Арсений": 1, "Платон": 1,
}  # fmt: skip
# What is told, piece by piece; who writes again tells some of the pieces in other words.
SUBJECTS = (
    ("молния", "молнии", "замок"),
    ("подошва", "подошву", "подметка"),
    ("рукав", "рукава", "рукаве"),
    ("экран", "экрана", "экране"),
    ("крышка", "крышку", "крышке"),
    ("зарядка", "зарядку", "зарядки"),
    ("пуговица", "пуговицы", "пуговицу"),
    ("коробка", "коробку", "коробке"),
    ("ремешок", "ремешка", "ремешке"),
    ("насадка", "насадки", "насадку"),
)
TROUBLES = (
    ("сломалась", "сломана", "поломалась"),
    ("порвалась", "порвана", "рвется"),
    ("поцарапана", "царапины", "царапина"),
    ("отклеилась", "отклеивается", "отклеен"),
    ("треснула", "трещина", "трещины"),
    ("не работает", "перестала работать", "нерабочая"),
)
WHENS = ("через неделю", "сразу после распаковки", "на второй день", "после стирки", "через месяц")
WISHES = ("верните деньги", "пришлите замену", "подскажите решение", "разочарована покупкой", "жду")
PRAISES = ("Отличная вещь, очень довольна", "Хорошее качество", "Всё подошло, рекомендую", "")
# Contacts a month on one product: most are asked about rarely, a few all the time.
CROWDS = (1, 3, 1, 8, 2, 15, 1, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Everything said about the products of one seller, and by whom."""

    items: tuple[Interaction, ...]
    buyers: dict[InteractionId, int]

    def is_right(self, one: InteractionId, other: InteractionId) -> bool:
        """Whether two interactions truly are of one buyer."""
        return self.buyers[one] == self.buyers[other]

    def of_product(self) -> Iterator[list[Interaction]]:
        """The items of each product."""
        groups: dict[int, list[Interaction]] = {}
        for item in self.items:
            groups.setdefault(item.source.product.nm_id, []).append(item)
        yield from groups.values()


def invent_contacts(products: int = 400, seed: int = 1) -> Contacts:
    """A month and a half of contacts; a fifth of the buyers with a trouble write twice."""
    dice = random.Random(seed)
    items: list[Interaction] = []
    buyers: dict[InteractionId, int] = {}
    for number in range(products):
        crowd = CROWDS[number % len(CROWDS)]
        for _ in range(round(crowd * 1.5)):
            buyer = len(buyers)
            for item in _Buyer(dice, 80_000_000 + number, buyer).speak():
                items.append(item)
                buyers[item.id] = buyer
    return Contacts(items=tuple(items), buyers=buyers)


class _Buyer:
    """One person with one name, one product and at most one trouble."""

    def __init__(self, dice: random.Random, nm_id: int, number: int) -> None:
        self.dice, self.number = dice, number
        self.product = Product(nm_id=nm_id, name="Вещь", article=f"A-{nm_id}")
        self.name = dice.choices([*NAMES], [*NAMES.values()])[0]
        self.trouble = self._invent_trouble() if dice.random() < 0.35 else None
        self.at = NOON - timedelta(minutes=dice.randrange(45 * 24 * 60))

    def speak(self) -> list[Interaction]:
        channels = [self._first_channel()]
        if self.trouble is not None and self.dice.random() < 0.5:
            left = [one for one in Channel if one is not channels[0]]
            channels.append(self.dice.choices(left, [5, 5 if Channel.CHAT in left else 1])[0])
        return [self._say(channel, turn) for turn, channel in enumerate(channels)]

    def _first_channel(self) -> Channel:
        weights = (60, 15, 25) if self.trouble else (85, 12, 3)
        return self.dice.choices([*Channel], weights)[0]

    def _say(self, channel: Channel, turn: int) -> Interaction:
        at = self.at + self._pause() * turn
        name, facts = f"{self.number}-{turn}", {"buyer_name": self._shown_name()}
        text = self._words()
        if channel is Channel.CHAT:
            chat = make_chat(f"1:{name}", text, last_at=at, waiting_since=at)
            # WB tells only the article number of what a chat is about.
            product = Product(nm_id=self.product.nm_id)
            return _place(chat, at, product, facts["buyer_name"])
        item = make_item(channel, name, text=text, **facts)
        return _place(item, at, self.product, facts["buyer_name"])

    def _pause(self) -> timedelta:
        days = self.dice.choices((0.3, 1, 4, 12, 25), (45, 20, 20, 10, 5))[0]
        return timedelta(days=days * self.dice.uniform(0.2, 1))

    def _shown_name(self) -> str:
        """As WB shows it: mostly the first name, at times an initial or nothing."""
        return self.dice.choices((self.name, self.name[0], ""), (84, 6, 10))[0]

    def _invent_trouble(self) -> tuple[Sequence[str], Sequence[str], str, str]:
        dice = self.dice
        return (
            dice.choice(SUBJECTS), dice.choice(TROUBLES), dice.choice(WHENS), dice.choice(WISHES)
        )  # fmt: skip

    def _words(self) -> str:
        if self.trouble is None:
            return self.dice.choice(PRAISES)
        subject, trouble, when, wish = self.trouble
        parts = [self.dice.choice(subject), self.dice.choice(trouble)]
        parts += [part for part in (when, wish) if self.dice.random() < 0.75]
        return " ".join(parts)


def _place(item: Interaction, at: datetime, product: Product, name: str) -> Interaction:
    source = replace(item.source, created_at=at, product=product, buyer_name=name)
    return replace(item, source=source, occurred_at=at)
