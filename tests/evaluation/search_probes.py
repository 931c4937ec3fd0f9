"""Five hundred searches for items that are there: other forms of words, «ё» for «е», articles,
buyers, words of the reply; in short reviews, long ones, and chats of many messages.

Each probe names the one item it is about, and every page of its answers is read.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from shared.adapters.memory.clock import FixedClock
from shared.domain.interaction import Answer, Channel, Interaction, Message, Product, Sender
from shared.domain.places import InboxFilter
from shared.domain.search.index import VERSION, begin_index
from shared.domain.search.parser import parse_search
from shared.domain.summary import InboxSummary
from shared.ports import Create, Stores
from shared.usecases.move_item import summary_writes
from shared.usecases.read_inbox import Position
from shared.usecases.search_inbox import search_inbox
from tests.builders import NOON, SELLER, make_chat, make_item
from tests.stores import embedded_stores

PROBES = 500
SEED = 16
LONG_WORDS = 160
LONG_CHAT = 60

# As it stands in the text, and as somebody else would type it.
FORMS = (
    "подарка подарок|пришла пришёл|размеры размера|деньги денег|чехлов чехол|сломалась сломался|"
    "застёжкой застёжка|ребёнку ребёнок|подошвы подошв|нитками нитка|коробке коробка|"
    "отклеилась отклеился|куртку куртки|рукава рукавов|пуговицы пуговиц|карманов карман|"
    "порвались порвался|кроссовки кроссовок|молнией молния|тканью ткань|швов шов|платьем платье|"
    "сковородке сковородка|крышкой крышка|лампочек лампочка|зарядку зарядка|батареек батарейка|"
    "шнура шнур|наушниками наушники|экраном экран|кнопок кнопка|ремешка ремешок|колёса колесо|"
    "коляской коляска|игрушек игрушка|зайца заяц|льняную льняной|мягкого мягкая|тёплой тёплый|"
    "жёлтого жёлтый|зелёную зелёный|чёрными чёрный|колючие колючий|тонким тонкая|скользит скользят|"
    "пахнут пахнет|линяет линяют|жмут жмёт|трещит трещала|течёт текла|шумел шумит|греется грелся|"
    "доехала доехали|привезли привезут|вернули верну|обменяли обменять|заказал заказывала|"
    "стирала стирать|гладили гладить|носил носить|купили купила|посоветую посоветовали|"
    "курьером курьер|складе склад|посылку посылка|мешке мешок|конверта конверт|этикетки этикетка|"
    "скидкой скидка|гарантии гарантия|сертификатов сертификат|инструкцией инструкция|"
    "дырочку дырочка|пятном пятно|царапины царапин|трещинами трещина|запахом запах|плёнкой плёнка"
)
YO = (
    "ёлка щётка щёлок трёхцветный зачёт полёт берёза подъём объём самолёт плёнка клён козлёнок "
    "жёсткий твёрдый лёгкий далёкий весёлый дешёвый надёжный чётный влюблённый свёрток "
    "ковёр шофёр актёр монтёр матрёшка сгущёнка тушёнка печёнка перчёный копчёный"
)
NAMES = (
    "Алёна Фёдор Пётр Семён Артём Анна Мария Ольга Елена Наталья Дмитрий Сергей Екатерина Юлия "
    "Ирина Татьяна Виктор Людмила Галина Ксения"
)
_FILLER = (
    "товар хороший спасибо очень качество упаковка заказ быстро цвет хорошо плохо нормально всё "
    "понравилось доставка цена магазин рекомендую продавец вещь"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What is typed, and the item that must be among the answers."""

    kind: str
    query: str
    target: str


@dataclass(slots=True)
class _Shop:
    dice: random.Random
    pairs: list[tuple[str, str]]
    number: int = 0

    def item(
        self, *words: str, answer: str = "", name: str = "Анна"
    ) -> tuple[Interaction, list[Message]]:
        """A review or question of these words, some long; each fifth a chat that began so."""
        self.number += 1
        at = NOON - timedelta(minutes=7 * self.number)
        product = Product(
            nm_id=80_000_000 + self.number,
            name="Набор домашний",
            article=f"КМП-{self.number}/син{self.number % 7}",
        )
        facts: dict[str, Any] = {"product": product, "buyer_name": name, "created_at": at}
        if self.number % 5 == 0:
            return self._chat(at, words, answer, facts)
        size = LONG_WORDS if self.number % 7 == 0 else self.dice.randrange(4, 25)
        channel = Channel.QUESTION if self.number % 5 == 1 else Channel.REVIEW
        said = Answer(text=f"Здравствуйте! {answer}") if answer else None
        text = self._say(words, size)
        return make_item(channel, f"I{self.number}", text=text, answer=said, **facts), []

    def _chat(
        self, at: datetime, words: tuple[str, ...], answer: str, facts: Mapping[str, Any]
    ) -> tuple[Interaction, list[Message]]:
        chat = make_chat(f"1:{self.number}", text="Спасибо, жду", last_at=at)
        chat = replace(chat, source=replace(chat.source, **facts), occurred_at=at)
        length = LONG_CHAT if self.number % 2 else 6
        spoken = [(Sender.CLIENT, self._say(words, 9)), (Sender.SELLER, f"Здравствуйте! {answer}")]
        spoken += [(Sender.CLIENT, self._say((), 12)) for _ in range(length)]
        messages = [
            Message(
                id=f"m{place}",
                interaction=chat.id,
                sender=sender,
                sent_at=at - timedelta(minutes=len(spoken) - place),
                text=text,
            )
            for place, (sender, text) in enumerate(spoken)
        ]
        return begin_index(replace(chat, lookup=replace(chat.lookup, heard="")), messages), messages

    def _say(self, words: tuple[str, ...], size: int) -> str:
        filler = [self.dice.choice(_FILLER.split()) for _ in range(size)]
        filler += [self.dice.choice(self.pairs)[0] for _ in range(size // 2)]
        said = [*words, *filler]
        self.dice.shuffle(said)
        return " ".join(said).capitalize() + "."


def make_probes(stores: Stores, count: int = PROBES, seed: int = SEED) -> list[Probe]:
    """Fill an inbox with as many targets, and give what each is searched by."""
    dice = random.Random(seed)
    pairs = [(one, other) for one, other in (pair.split() for pair in FORMS.split("|"))]
    shop = _Shop(dice, pairs)
    store = stores.of_seller(SELLER)
    store.commit([Create(InboxSummary(search_version=VERSION))])
    probes = []
    makers = (_by_form, _by_yo, _by_article, _by_buyer, _by_reply)
    for number in range(count):
        kind, query, (item, messages) = makers[number % len(makers)](shop)
        store.commit([Create(item), *summary_writes([(None, item)])])
        if messages:
            store.commit([Create(message) for message in messages])
        probes.append(Probe(kind=kind, query=query, target=item.id))
    return probes


_Made = tuple[str, str, tuple[Interaction, list[Message]]]


def _by_form(shop: _Shop) -> _Made:
    (one, typed), (other, also) = shop.dice.sample(shop.pairs, 2)
    query = typed if shop.number % 2 else f"{typed} {also}"
    return "form", query, shop.item(one, other)


def _by_yo(shop: _Shop) -> _Made:
    word = shop.dice.choice(YO.split())
    plain = word.replace("ё", "е")
    written, typed = (word, plain.upper()) if shop.dice.random() < 0.5 else (plain, word)
    return "yo", typed, shop.item(written)


def _by_article(shop: _Shop) -> _Made:
    made = shop.item("обычный")
    product = made[0].source.product
    typed = (
        product.article,
        f"артикул:{product.article}",
        f"{product.nm_id}",
        f"товар:{product.nm_id}",
    )
    return "article", shop.dice.choice(typed), made


def _by_buyer(shop: _Shop) -> _Made:
    name = shop.dice.choice(NAMES.split())
    plain = name.replace("ё", "е").lower()
    query = f"покупатель:{plain}" if shop.dice.random() < 0.5 else plain
    return "buyer", query, shop.item("простой", name=name)


def _by_reply(shop: _Shop) -> _Made:
    one, typed = shop.dice.choice(shop.pairs)
    return "reply", typed, shop.item("ждал", answer=f"Проверим {one} и напишем вам")


def find_all(
    query: str, stores: Stores, now: datetime, wanted: InboxFilter | None = None
) -> Iterator[str]:
    """The ids of every page of answers."""
    search = parse_search(query, now)
    after: Position | None = None
    while True:
        found = search_inbox(
            SELLER,
            wanted or InboxFilter(),
            search,
            limit=100,
            after=after,
            stores=stores,
            clock=FixedClock(now),
        )
        yield from (item.id for item in found.page.items)
        after = found.page.next_after
        if after is None:
            return


def missed(probes: list[Probe], stores: Stores) -> list[Probe]:
    """The probes whose item was not among the answers."""
    now = NOON + timedelta(hours=1)
    return [
        probe for probe in probes if probe.target not in set(find_all(probe.query, stores, now))
    ]


def measure_search(stores: Stores | None = None) -> Mapping[str, float]:
    """The share of probes that find their item."""
    opened = stores or embedded_stores()
    probes = make_probes(opened)
    lost = missed(probes, opened)
    return {
        "search_recall": 1 - len(lost) / len(probes),
        "search_probes": float(len(probes)),
    }
