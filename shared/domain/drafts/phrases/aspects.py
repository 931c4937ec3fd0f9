"""Sides of a product that buyers speak of: by which words, and how to name them after «о»."""

from shared.domain.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Aspect:
    """`about` reads after «слова»; `lemmas` are the dictionary forms that name the side."""

    name: str
    about: str
    lemmas: frozenset[str]


def _aspect(name: str, about: str, lemmas: str) -> Aspect:
    return Aspect(name, about, frozenset(lemmas.replace("ё", "е").split()))


ASPECTS: tuple[Aspect, ...] = (
    _aspect("packing", "об упаковке", "упаковка пакет коробка упакованный упаковать запаковать"),
    _aspect("taste", "о вкусе", "вкус вкусный вкусно невкусный привкус послевкусие"),
    _aspect("smell", "о запахе", "запах пахнуть аромат вонь ароматный"),
    _aspect("quality", "о качестве", "качество качественный качественно некачественный"),
    _aspect("colour", "о цвете", "цвет оттенок расцветка"),
    _aspect("size", "о размере", "размер маломерить большемерить размерный"),
    _aspect("fit", "о посадке", "посадка сесть сидеть полнить"),
    _aspect("cloth", "о материале", "материал ткань материя хлопок трикотаж"),
    _aspect("seams", "о пошиве", "шов пошив строчка нитка"),
    _aspect("price", "о цене", "цена стоимость дорогой дешёвый дороговато недорогой дорого"),
    _aspect("effect", "об эффекте", "эффект результат помогать действие"),
    _aspect("look", "о внешнем виде", "вид дизайн красивый стильный"),
    _aspect("comfort", "об удобстве", "удобный удобно комфортный удобство комфорт"),
    _aspect("texture", "о текстуре", "текстура консистенция"),
    _aspect("volume", "об объёме", "объём объем"),
    _aspect("sound", "о звуке", "звук громкость шум шумный шуметь"),
    _aspect("battery", "о работе аккумулятора", "аккумулятор батарея зарядка"),
    _aspect("delivery", "о доставке", "доставка доставить привезти курьер доехать"),
    _aspect("set", "о комплектации", "комплект комплектация"),
    _aspect("guide", "об инструкции", "инструкция"),
    _aspect("warmth", "о тепле", "тёплый теплый согревать греть"),
    _aspect("softness", "о мягкости", "мягкий мягкость нежный"),
)
PLURAL_JOIN = " и "
