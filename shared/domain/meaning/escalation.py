"""Why a person has to look before anything is answered, with the buyer's words that say so."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from shared.domain.interaction import Channel, Sender, Source
from shared.domain.language.lemmas import forms_of
from shared.domain.language.letters import LONGEST_READ
from shared.domain.language.phrases import Hit, Phrasebook
from shared.domain.language.tokens import Sentence, Word, read_sentences
from shared.domain.meaning.claim_words import COUNTERFEIT, LEGAL, PERSONAL
from shared.domain.meaning.escalation_words import (
    ANYBODY,
    CLASSES,
    INSISTING,
    Sign,
    Weight,
    list_phrases,
)
from shared.domain.meaning.harm_limits import CONDITIONS, CURES, PESTS, REMOVALS, THINGS
from shared.domain.meaning.harm_words import HARM_EVENTS, HARM_GRAVE, HARM_STATES
from shared.domain.meaning.insult_words import AGGRESSION
from shared.domain.meaning.masked_insults import find_masked
from shared.domain.meaning.private_data import find_private
from shared.domain.once import build_once
from shared.domain.understanding import Alarm, Escalation, Part, Quote

MOST_QUOTES = 3
_ORDER = tuple(Alarm)
_REACH = 6
_AFTER = 4
_ALMOST = frozenset({"чуть", "едва"})
_LESS = frozenset({"меньше", "перестали", "перестала", "перестало", "перестал", "реже"})
_FEWER = _LESS | {"не", "нет", "нету", "исчезнуть", "пройти", "уйти", "сойти"}
_DOUBTS = frozenset({"думать", "бояться", "переживать", "сомневаться", "опасаться", "ожидать"})
_BUT = frozenset(
    {"но", "ан", "зря", "однако", "напрасно", "обошлось", "оказалось", "оказался", "оригинал"}
    | {"настоящие", "настоящая", "проверила"}
)
_SEEN = frozenset(
    {"быть", "замечать", "заметить", "наблюдать", "обнаружить", "появиться", "появляться"}
    | {"проверять", "вызвать", "вызывать", "возникнуть", "давать"}
)
_IDIOMS = (frozenset({"сломать", "голова"}), frozenset({"чесаться", "язык"}))
_OTHERS = frozenset({"других", "прошлых", "прежних", "обычных", "остальных"})
_BOOKS = frozenset({"брошюра", "книга", "издание", "обложка", "переплет", "учебник", "шрифт"})
# What is scorched smells; what is told so of a colour is fashion.
_SCORCHED = frozenset({"палёный", "паленый"})
_SMELLS = frozenset(
    {"вонять", "запах", "оттенок", "пахнуло", "пахнуть", "проводка", "цвет", "вонь"}
)
_PLURALS = (
    "воры",
    "хамы",
    "гады",
    "козлы",
    "суки",
    "рукожоп",
    "криворукий",
    "заебать",
    "заебали",
    "бесстыжий",
    "берегись",
    "берегитесь",
    "оглядывайся",
    "рукожопый",
)
_PURPOSES = frozenset({"от", "при", "против", "для", "можно"})
_BECAUSE = frozenset({"после", "от", "из-за"})
_DEADLY = frozenset({"отравиться", "отравить", "отрава", "сдохнуть", "умереть", "погибнуть"})
_OWN = frozenset({"мой", "наш", "свой", "такой", "атопический"})
_SPOKEN_OF = frozenset({"отличие", "отличить", "отличать", "отличаться", "про", "отзыв"})
_MATERIALS = frozenset(
    {"кожа", "мех", "замша", "дерево", "цветок", "елка", "камень", "жемчуг", "волос", "шерсть"}
)
_FORMERLY = frozenset({"раньше", "обычно"})
_SAYING = frozenset({"говорить", "кричать", "писать", "утверждать"})
_RUNNING_INTO = frozenset({"нарваться", "напороться", "наткнуться", "попасть"})
_UNWISHED = _DOUBTS | {"не", "страх", "страшно", "хотеться"}
_ELSEWHERE = frozenset({"там", "рынок", "другой", "прошлый"})
_HERE = frozenset({"здесь", "тут", "теперь"})
_ALIKE = frozenset({"опять", "снова", "тоже", "также", "такой", "же"})


def find_escalations(channel: Channel, source: Source) -> tuple[Escalation, ...]:
    """Every reason once, the gravest first; only the buyer's own words count."""
    quotes: dict[Alarm, list[Quote]] = defaultdict(list)
    for part, text in _parts_of(channel, source):
        for alarm, start, end in _find_signs(channel, text):
            quotes[alarm].append(Quote(text=text[start:end], part=part, start=start))
    return tuple(
        Escalation(alarm=alarm, evidence=_first_quotes(quotes[alarm]))
        for alarm in _ORDER
        if alarm in quotes
    )


def find_waived(channel: Channel, source: Source) -> frozenset[Alarm]:
    """What words speak of that mean no harm here: denied, cured, asked about or feared in vain."""
    waived: set[Alarm] = set()
    for _, text in _parts_of(channel, source):
        for sentence in read_sentences(text):
            hits = _book().find(sentence.words)
            waived |= {hit.label.alarm for hit in hits if not _counts(channel, hit, sentence)}
            waived -= {Alarm.AGGRESSION, Alarm.PERSONAL_DATA}
            if any(
                one.text == "не" and after.lemmas & _fakes()
                for one, after in pairwise(sentence.words)
            ):
                waived.add(Alarm.COUNTERFEIT)
    return frozenset(waived)


def _parts_of(channel: Channel, source: Source) -> Iterator[tuple[Part, str]]:
    if channel is Channel.CHAT:
        yield from ((Part.TEXT, text) for text in _said_in_chat(source))
        return
    yield Part.TEXT, source.text
    yield Part.PROS, source.pros
    yield Part.CONS, source.cons
    yield from ((Part.TAGS, tag) for tag in source.tags)


def _said_in_chat(source: Source) -> list[str]:
    """What the buyer has said since the seller's last words, which a person has answered."""
    chat = source.chat
    if chat is None:
        return [source.text]
    since = chat.answered_at
    said = [one.text for one in chat.asked if since is None or one.at >= since]
    return said or ([chat.last_text] if chat.last_sender is Sender.CLIENT else [])


def _find_signs(channel: Channel, text: str) -> Iterator[tuple[Alarm, int, int]]:
    if not text.strip():
        return
    for span in find_private(text):
        yield Alarm.PERSONAL_DATA, span.start, span.end
    for start, end in find_masked(text[:LONGEST_READ]):
        yield Alarm.AGGRESSION, start, end
    for sentence in read_sentences(text):
        for hit in _book().find(sentence.words):
            if _counts(channel, hit, sentence):
                yield hit.label.alarm, hit.start, hit.end


def _counts(channel: Channel, hit: Hit[Sign], sentence: Sentence) -> bool:
    """Whether a phrase means what it says here: not denied, asked, feared or cured."""
    match hit.label.alarm:
        case Alarm.HEALTH:
            return not _is_denied(hit, sentence) and _has_happened(channel, hit, sentence)
        case Alarm.COUNTERFEIT:
            doubted = hit.denied or _is_asked(sentence) or _is_refuted(hit, sentence)
            return not (doubted or _is_scorched(hit, sentence) or _is_mentioned(hit, sentence))
        case Alarm.LEGAL:
            rights = "закон" in hit.phrase and _is_asked(sentence)
            read = _lemmas(sentence.words) & _BOOKS
            return not (rights or read or _is_waived(hit, sentence))
        case Alarm.AGGRESSION:
            return hit.last - hit.first > 1 or _is_insult(sentence.words[hit.first])
        case _:
            return True


def _is_denied(hit: Hit[Sign], sentence: Sentence) -> bool:
    """Also where the denial stands inside the words, or somewhat after them."""
    words = sentence.words
    inside = [word.text for word in words[hit.first : hit.last]]
    if not _ALMOST.isdisjoint(inside) or (hit.first and words[hit.first - 1].text in _ALMOST):
        return False
    if hit.denied or (inside[0] != "не" and not _FEWER.isdisjoint(inside[1:])):
        return True
    before = words[max(0, hit.first - 3) : hit.first]
    after = [
        one
        for one in words[hit.last : hit.last + _AFTER]
        if one.clause == words[hit.last - 1].clause
    ]
    if any("никакой" in one.lemmas or one.text in _LESS for one in before):
        return True
    if any(one.text == "не" and two.lemmas & _SEEN for one, two in pairwise(after)):
        return True
    return any(not _FEWER.isdisjoint({one.text, *one.lemmas}) and one.text != "не" for one in after)


def _is_insult(word: Word) -> bool:
    """What is typed so, not what might be a mistyped insult, as names might."""
    return not word.lemmas.isdisjoint(_insults()) or word.text in _insults()


def _is_scorched(hit: Hit[Sign], sentence: Sentence) -> bool:
    words = _lemmas(sentence.words[hit.first : hit.last])
    return bool(words & _SCORCHED and _lemmas(sentence.words) & _SMELLS)


def _is_mentioned(hit: Hit[Sign], sentence: Sentence) -> bool:
    """«Отличия от подделок есть», «отзывы про подделки», «кожа ненастоящая»."""
    words = sentence.words
    before = words[max(0, hit.first - 3) : hit.first]
    if _lemmas(before) & _SPOKEN_OF and not any(one.text in {"не", "ничем"} for one in before):
        return True
    said = words[hit.first : hit.last]
    near = _lemmas(words[max(0, hit.first - 2) : hit.last + 1])
    if _lemmas(said) & {"ненастоящий", "настоящий"} and near & _MATERIALS:
        return True
    return _is_of_others(hit, words)


def _is_of_others(hit: Hit[Sign], words: tuple[Word, ...]) -> bool:
    """«Кто пишет, что фейк», «не хочется нарваться на подделку», «там подделка, а тут нет»."""
    told, after = _lemmas(words[: hit.last]), _lemmas(words[hit.last :])
    if any(one.text == "кто" and two.lemmas & _SAYING for one, two in pairwise(words[: hit.first])):
        return True
    if told & _RUNNING_INTO and told & _UNWISHED:
        return True
    return bool(told & _ELSEWHERE and after & _HERE and not (told | after) & _ALIKE)


def _is_refuted(hit: Hit[Sign], sentence: Sentence) -> bool:
    """«Думала, будет подделка, но нет», and not «боялась не зря»."""
    before, after = sentence.words[: hit.first], sentence.words[hit.last :]
    doubts = _lemmas((*before, *sentence.words[hit.first : hit.last])) & _DOUBTS
    proved = {two.start for one, two in pairwise(after) if one.text == "не"}
    return bool(doubts) and any(word.text in _BUT and word.start not in proved for word in after)


def _has_happened(channel: Channel, hit: Hit[Sign], sentence: Sentence) -> bool:
    words, sign = sentence.words, hit.label
    clause = words[hit.first].clause
    around = words[max(0, hit.first - _REACH) : hit.last + _REACH]
    if _is_refuted(hit, sentence) or _is_wanted(hit, words, around):
        return False
    if any(idiom <= _lemmas(words[hit.first : hit.last]) for idiom in _IDIOMS):
        return False
    if sign.weight is Weight.GRAVE:
        return not _is_asked(sentence)
    near = tuple(word for word in around if abs(word.clause - clause) <= 1)
    if _is_cured(near, clause) or _lemmas(near) & CONDITIONS or _belongs_to_thing(hit, words):
        return False
    if any(word.text in _OTHERS for word in words[hit.last : hit.last + 2]):
        return False
    if _is_remedy(hit, words) or any(
        word.text in _FORMERLY
        for word in words[max(0, hit.first - 3) : hit.last]
        if word.clause == clause
    ):
        return False
    if sign.weight is Weight.EVENT:
        return not _is_asked(sentence)
    return channel is not Channel.QUESTION and not sentence.asks


def _is_cured(near: tuple[Word, ...], clause: int) -> bool:
    """«Зуд прошёл», and neither «не проходит» nor «чешусь, сняла кофту»."""
    denied = {after.start for one, after in pairwise(near) if one.text == "не"}
    return any(
        not word.lemmas.isdisjoint(CURES)
        and word.start not in denied
        and (word.clause == clause or word.lemmas.isdisjoint(REMOVALS))
        for word in near
    )


def _is_wanted(hit: Hit[Sign], words: tuple[Word, ...], around: tuple[Word, ...]) -> bool:
    """Pests are meant to die."""
    dies = _lemmas(words[hit.first : hit.last]) & _DEADLY
    return bool(dies) and bool(_lemmas(around) & PESTS)


def _is_remedy(hit: Hit[Sign], words: tuple[Word, ...]) -> bool:
    """«От ожогов», «для порезов и ожогов», «при моём дерматите»: what a thing is for."""
    before = [word.text for word in words[max(0, hit.first - 4) : hit.first]]
    if before[-2:-1] in (["с"], ["при"]) and not _OWN.isdisjoint(words[hit.first - 1].lemmas):
        return True
    return bool(_PURPOSES & {*before[-1:], *(before[:-1] if before[-1:] == ["и"] else ())})


def _belongs_to_thing(hit: Hit[Sign], words: tuple[Word, ...]) -> bool:
    """Chairs have legs, and dolls have eyes."""
    near = range(max(0, hit.first - 2), min(hit.last + 2, len(words)))
    return any(
        not words[at].lemmas.isdisjoint(THINGS)
        and words[at].clause == words[hit.first].clause
        and _BECAUSE.isdisjoint(word.text for word in words[max(0, at - 2) : at])
        for at in near
    )


def _is_asked(sentence: Sentence) -> bool:
    """A question to nobody in particular, not one that demands an explanation."""
    words = _lemmas(sentence.words)
    if not sentence.asks:
        return False
    return bool(words & ANYBODY) or not words & INSISTING


def _is_waived(hit: Hit[Sign], sentence: Sentence) -> bool:
    """«Претензий нет», «жаловаться не буду»."""
    around = sentence.words[max(0, hit.first - 2) : hit.last + 3]
    texts = [word.text for word in around]
    return "нет" in texts or any(
        one == "не" and after in {"буду", "стану", "собираюсь", "имею", "дойдет"}
        for one, after in pairwise(texts)
    )


def _lemmas(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset().union(*(word.lemmas for word in words), (word.text for word in words))


def _first_quotes(quotes: list[Quote]) -> tuple[Quote, ...]:
    """The widest of those that overlap, in the order of the text."""
    kept: list[Quote] = []
    for quote in sorted(quotes, key=lambda one: (-len(one.text), one.start)):
        if not any(_overlap(quote, other) for other in kept):
            kept.append(quote)
    order = list(Part)
    return tuple(sorted(kept[:MOST_QUOTES], key=lambda one: (order.index(one.part), one.start)))


def _overlap(one: Quote, other: Quote) -> bool:
    if one.part is not other.part:
        return False
    return one.start < other.start + len(other.text) and other.start < one.start + len(one.text)


@build_once
def _fakes() -> frozenset[str]:
    words = CLASSES["fake"].replace("ё", "е").split()
    return frozenset().union(*(forms_of(word).lemmas for word in words))


@build_once
def _insults() -> frozenset[str]:
    words = (*CLASSES["insult"].split(), *_PLURALS)
    return frozenset().union(*(forms_of(word.replace("ё", "е")).lemmas for word in words), _PLURALS)


@build_once
def _book() -> Phrasebook[Sign]:
    return Phrasebook(
        {
            Sign(Alarm.HEALTH, Weight.GRAVE): list_phrases(HARM_GRAVE),
            Sign(Alarm.HEALTH): list_phrases(HARM_EVENTS),
            Sign(Alarm.HEALTH, Weight.STATE): list_phrases(HARM_STATES),
            Sign(Alarm.LEGAL): list_phrases(LEGAL),
            Sign(Alarm.COUNTERFEIT): list_phrases(COUNTERFEIT),
            Sign(Alarm.PERSONAL_DATA): list_phrases(PERSONAL),
            Sign(Alarm.AGGRESSION): list_phrases(AGGRESSION),
        },
        {name: words.replace("ё", "е") for name, words in CLASSES.items()},
    )
