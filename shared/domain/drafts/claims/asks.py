"""What a buyer wants to hear, thing by thing, and whether an answer speaks to each."""

import re

from shared.domain.drafts.claims.claim import Ask
from shared.domain.drafts.claims.lexicon import MEASURES
from shared.domain.language.tokens import read_words

MOST_ASKS = 8
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_JOINED = re.compile(
    r"(?i),?\s+(?:и|а|а ещё|и ещё|ещё)\s+(?=(?:как|когда|где|скольк|можно|есть|подойд|какой|какая"
    r"|какие|какое|что|из чего|почему|зачем|куда)\w*)|[,;]\s+(?=(?:как|когда|где|скольк|какой"
    r"|какая|какие|какое|из чего|почему|есть ли|можно ли)\w*)"
)
_ASKING = re.compile(
    r"(?i)(?<!\w)(?:подскажите|скажите|как|какой|какая|какие|какое|каков|сколько|когда|где|куда"
    r"|почему|зачем|можно ли|есть ли|подойд[её]т ли|из чего|чем|хочу узнать|интересует|уточните"
    r"|верните|замените|поменяйте|отмените|помогите)(?!\w)"
)
_PLAIN_WORDS = """
подсказать сказать пожалуйста добрый день здравствуйте как какой сколько когда где куда почему зачем
можно ли есть быть этот он она они вы мы я ваш у в на с из и а но для не что ещё это который весь
мочь хотеть узнать интересовать уточнить товар чем привет или
"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_HONEST = re.compile(
    r"(?i)точн\w+ (?:данных|ответа)|не зна|уточн|сверим|провер|не указан|узна[её]м|разбер|переда"
    r"|сообщим|ответим|напишем|верн[её]мся|посмотрим|выясн"
)
# What asks for an answer and nothing else; «как так», «почему» are often a sigh.
_SURELY = re.compile(
    r"(?i)(?<!\w)(?:подскажите|скажите|сколько|какой|какая|какие|какое|каков\w*|когда|из чего"
    r"|(?:можно|есть|подойд[её]т|будет|входит|имеется|ид[её]т) ли|есть|можно|подойд[её]т|входит"
    r"|хочу узнать|интересует|уточните|где|какого|каком|какую)(?!\w)"
)
_SIGH = re.compile(r"[!?]{2,}|(?i:сколько можно|где совесть|какого ч|как так)")
_SIDE = re.compile(
    r"(?i)(?<!\w)(?:да|нет|конечно|можно|нельзя|подойд[её]т|подходит|не\s+\w+|к сожалению|есть)"
    r"(?!\w)"
)
_CLAUSE = re.compile(r"[.,;!?…\n]\s")
_FACT = re.compile(r"\d|—|:\s*\w")
_SYNONYMS = (
    frozenset({"состав", "материал", "ткань", "хлопок", "сделать", "шерсть", "полиэстер"}),
    frozenset({"доставка", "прийти", "приехать", "привезти", "срок", "доставить", "статус"}),
    frozenset({"размер", "мерка", "рост", "маломерить", "обхват", "подойти"}),
    frozenset({"цена", "стоить", "скидка", "акция", "промокод"}),
    frozenset({"возврат", "вернуть", "вернуться", "заявка", "обмен", "деньги"}),
    frozenset({"наличие", "появиться", "поступить", "поступление", "остаток"}),
    frozenset({"комплект", "входить", "комплектация"}),
    frozenset({"страна", "производство", "производитель", "изготовить"}),
)


def list_asks(words: str, answer: str) -> tuple[Ask, ...]:
    """Each question or request in the buyer's words; an honest «не знаем» covers what is left."""
    asked = [part for one in _SENTENCE.findall(words) for part in _parts(one)][:MOST_ASKS]
    told = _telling(answer)
    honest = bool(_HONEST.search(answer))
    return tuple(Ask(quote=one, covered=honest or bool(_telling(one) & told)) for one in asked)


def find_open_asks(words: str, answer: str) -> tuple[Ask, ...]:
    """Only what is surely asked and surely left open.

    A yes, a no or a fact answers something, if in other words than those of the question.
    """
    if _SIGH.search(words):
        return ()
    asks = list_asks(words, answer)
    told = sum(1 for one in _CLAUSE.split(answer) if _SIDE.search(one) or _FACT.search(one))
    spare = told - len([one for one in asks if one.covered])
    left = tuple(one for one in asks if not one.covered and _SURELY.search(one.quote))
    return left if len(left) > spare else ()


def _parts(sentence: str) -> list[str]:
    if "?" not in sentence and not _ASKING.search(sentence):
        return []
    parts = [one.strip(" ,.;!?…") for one in _JOINED.split(sentence)]
    return [one for one in parts if _telling(one)]


def _telling(words: str) -> frozenset[str]:
    """Lemmas that say what is meant, with the words that stand for the same."""
    own = {lemma for word in read_words(words) for lemma in word.lemmas} - _PLAIN
    own |= {MEASURES[one] for one in own if one in MEASURES}
    for group in _SYNONYMS:
        if own & group:
            own |= group
    return frozenset(own)
