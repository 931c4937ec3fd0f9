"""Greetings, thanks, good wishes and signatures: they say nothing that a rule could forbid.

A sentence is one only when every word of it belongs to such a formula or to a short name beside
it. Whatever says more is read like any other sentence.
"""

from collections.abc import Collection, Iterator, Sequence

from shared.domain.guard import health, machines, manners, promises, trade
from shared.domain.guard.senses import merge_classes
from shared.domain.language.lemmas import is_given_name
from shared.domain.language.phrases import Phrasebook
from shared.domain.language.tokens import Word
from shared.domain.once import build_once

MOST_WORDS, MOST_NAMES = 20, 4

_CLASSES = {
    "kind": "положительный хороший прекрасный честный подробный развернутый теплый добрый приятный "
    "искренний замечательный отличный высокий такой столь лестный обратный высший",
    "thanked": "отзыв оценка покупка выбор доверие слово внимание мнение заказ связь время вопрос "
    "комментарий обращение интерес",
    "lovely": "хороший прекрасный отличный добрый приятный чудесный замечательный удачный теплый "
    "уютный счастливый",
    "spell": "день вечер утро неделя настроение выходной покупка праздник",
    "wished": "здоровье счастье удача добро радость благополучие любовь тепло уют успех",
    "us": "команда магазин бренд коллектив продавец представитель компания менеджер",
}
_FORMULAS = """
    с (огромный|большой|глубокий|искренний|неизменный)? уважение
    с уважение и (благодарность|любовь|забота|тепло|признательность)
    с (любовь|благодарность|забота|теплота|признательность)
    с (любовь|благодарность|забота|теплота) и (любовь|благодарность|забота|уважение)
    с (наилучший|добрый|теплый) пожелание
    (ваш|наш|весь)? @us
    (=будьте|=оставайтесь|=берегите) (здоровый|=здоровы|счастливый|=счастливы|себя)
    (хороший|прекрасный|отличный|добрый|приятный|чудесный|замечательный|удачный) =вам? @spell
    (желать|пожелать) =вам? (крепкий|большой)? (@wished|@lovely @spell)
    всего =вам? самого? (=доброго|=хорошего|=наилучшего|=лучшего)
    (=носите|=пользуйтесь|=играйте) (с удовольствие|с радость|на здоровье|с любовь)
    до (новый|скорый) встреча
    (=обращайтесь|=приходите|=заходите) (снова|еще)
    (=ждем|рад|=рады|=будем =рады) (=вас|видеть =вас) (снова|вновь|опять)
    (=радуйте|=продолжайте радовать) =нас? свой? отзыв
    (ценить|дорожить) каждый наш? (покупатель|клиент)
    (здравствуйте|приветствовать|=приветствуем)
    @lovely (=день|=вечер|=утро)
    (спасибо|благодарить) =вас? =вам? (большой|огромный|искренне|сердечно)? \
    за ваш? @kind? @kind? @thanked
    (спасибо|благодарить) =вас? =вам? (большой|огромный|искренне|сердечно)?
    и (за)? ваш? @kind? @kind? @thanked
"""
_SMALL_WORDS = "и а вам вас вы мы наш ваш всегда очень снова еще раз за от о об к всем же"
_SIGNED = frozenset({"уважение", "любовь", "забота", "благодарность", "пожелание"})
_BETWEEN = frozenset(_SMALL_WORDS.split(" "))
_ACTS = frozenset({"VERB", "INFN", "IMPR", "PRTF", "PRTS", "GRND", "PRED", "NUM", "NUMR", "SIGN"})


def is_courtesy(raw: str, words: Sequence[Word], known: Collection[int] = ()) -> bool:
    """Whether a sentence holds formulas alone, names beside them, and the words `known`.

    `raw` is the text that the words count characters of; capitals tell a name only beside a
    formula that is written small.
    """
    if not words or len(words) > MOST_WORDS:
        return False
    covered = set(_cover(words))
    if not covered:
        return False
    loud = all(_spelt(raw, words[at]).isupper() for at in covered)
    rest = [
        one
        for at, one in enumerate(words)
        if at not in covered and at not in known and one.text not in _BETWEEN
    ]
    return len(rest) <= MOST_NAMES and all(_is_name(raw, one, loud=loud) for one in rest)


def opens_signature(words: Sequence[Word]) -> bool:
    """Whether the last formula of a courtesy leaves the name to the next line."""
    return bool(words) and not _SIGNED.isdisjoint(words[-1].lemmas)


def is_signature(raw: str, words: Sequence[Word]) -> bool:
    """Whether a line is nothing but a short name."""
    return 0 < len(words) <= MOST_NAMES and all(_is_name(raw, one, loud=False) for one in words)


def _cover(words: Sequence[Word]) -> Iterator[int]:
    for hit in _book().find(words):
        if not hit.denied:
            yield from range(hit.first, hit.last)


def _spelt(raw: str, word: Word) -> str:
    return raw[word.start : word.end]


def _is_name(raw: str, word: Word, *, loud: bool) -> bool:
    """No deed, no number, nothing that the rules have a word for."""
    if not _ACTS.isdisjoint(word.kinds) or _is_told(word):
        return False
    if "LATN" in word.kinds or "LATIN" in word.kinds or not word.forms.known:
        return True
    if is_given_name(word.text):
        return True
    return not loud and _spelt(raw, word)[:1].isupper()


def _is_told(word: Word) -> bool:
    return word.text in _told() or not _told().isdisjoint(word.lemmas)


@build_once
def _told() -> frozenset[str]:
    """Every word of the classes that rules are written with."""
    classes = merge_classes(
        promises.CLASSES, manners.CLASSES, machines.CLASSES, trade.CLASSES, health.CLASSES
    )
    return frozenset(word.lstrip("=") for one in classes.values() for word in one.split())


@build_once
def _book() -> Phrasebook[str]:
    lines = [line.strip() for line in _FORMULAS.splitlines() if line.strip()]
    return Phrasebook({"courtesy": lines}, _CLASSES)
