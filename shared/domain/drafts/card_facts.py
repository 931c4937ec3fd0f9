"""Lines of a product card that answer a question, by what each kind of question calls them."""

import re
from collections.abc import Iterable

from shared.domain.guard.guardrails import keep_harmless
from shared.domain.interaction import Channel
from shared.domain.language.letters import fold_text
from shared.domain.language.tokens import read_words
from shared.domain.products.card import Card, Characteristic

LONGEST_FACT = 150
MOST_FACTS = 2
_STEM = 5
_NAME_WORD = re.compile(r"[a-zа-я0-9]{4,}")
# Words of a question → words of the names of characteristics that answer it.
_SYNONYMS: tuple[tuple[str, str], ...] = (
    ("состав материал ткань хлопок шерсть сделать изготовить синтетика", "состав материал ткань"),
    ("страна производство производитель производить изготовить китай россия", "страна"),
    ("мощность ватт вт мощный", "мощность"),
    ("вес весить тяжелый килограмм грамм", "вес"),
    ("высота высокий рост", "высота"),
    ("ширина широкий", "ширина"),
    ("длина длинный", "длина"),
    ("глубина глубокий", "глубина"),
    ("габарит размер сантиметр", "габарит высота ширина длина размер"),
    ("объем литр миллилитр вместимость", "объем вместимость"),
    ("комплект комплектация набор входить идти", "комплект комплектация"),
    ("гарантия гарантийный", "гарантийный гарантия"),
    ("срок годность хранить хранение", "срок хранение годность"),
    ("цвет оттенок", "цвет"),
    ("застежка молния пуговица", "застежка"),
    ("подкладка утеплитель", "подкладка утеплитель"),
    ("стирать стирка машинка уход гладить", "уход стирка"),
    ("возраст ребенок год", "возраст"),
    ("батарейка аккумулятор заряжать зарядка питание", "питание аккумулятор батарейка емкость"),
    ("напряжение вольт", "напряжение"),
    ("сезон зима лето зимний летний", "сезон"),
    ("шнур провод кабель", "шнур провод кабель"),
)
_LINKS = tuple((frozenset(asked.split()), frozenset(named.split())) for asked, named in _SYNONYMS)


def find_facts(words: str, channel: Channel, card: Card | None) -> list[Characteristic]:
    """At most two lines that are asked for, short and harmless to quote."""
    if card is None:
        return []
    wanted = _wanted(words)
    stems = _stems(words)
    found = [one for one in card.characteristics if one.value.strip() and _fits(one, wanted, stems)]
    return [one for one in found if _is_fit_to_say(one, channel)][:MOST_FACTS]


def say_fact(line: Characteristic) -> str:
    """«состав — хлопок 95 %»."""
    return f"{line.name.strip().lower()} — {line.value.strip()}"


def _fits(line: Characteristic, wanted: frozenset[str], stems: frozenset[str]) -> bool:
    return bool(_stems(line.name) & stems) or bool(_lemmas(line.name) & wanted)


def _is_fit_to_say(line: Characteristic, channel: Channel) -> bool:
    fact = say_fact(line)
    return len(fact) <= LONGEST_FACT and bool(keep_harmless(channel, fact))


def _wanted(words: str) -> frozenset[str]:
    asked = _lemmas(words)
    return frozenset(name for told, named in _LINKS if told & asked for name in named)


def _lemmas(words: str) -> frozenset[str]:
    return frozenset(_each_lemma(words))


def _each_lemma(words: str) -> Iterable[str]:
    for word in read_words(words):
        yield from word.lemmas


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _NAME_WORD.findall(fold_text(text)))
