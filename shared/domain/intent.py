"""What the buyer wants: a table of word patterns, each with a weight and a channel's say."""

import re
from collections import defaultdict
from dataclasses import dataclass

from shared.domain.interaction import Channel, Intent, IntentLabel, Source

METHOD = "rules"
MOST_EVIDENCE = 3
LONGEST_READ = 5000


@dataclass(frozen=True, slots=True)
class Clue:
    """Words that speak for one intent; `weight` 1.0 is enough alone, 0.4 only a hint."""

    intent: Intent
    weight: float
    pattern: re.Pattern[str]


def _clue(intent: Intent, weight: float, *stems: str) -> Clue:
    """Every stem starts at a word's start, so «рост» is not found in «просто»."""
    return Clue(intent, weight, re.compile(rf"\b(?:{'|'.join(stems)})"))


# A word of denial right before a trouble word takes the trouble back: «без брака», «не сломан».
_DENIED = re.compile(r"\b(?:не|нет|без|ни|никак\w{1,3})\s(?:\w{1,12}\s)?$")

_DENIED_AFTER = re.compile(r"\w{0,4} (?:не (?:было|обнаруж|заме[тч])|нет\b)")

# Troubles come first: of equally strong clues the earlier row counts.
_TROUBLES = (
    _clue(
        Intent.COMPLIANCE_SAFETY,
        1.4,
        r"аллерги",
        r"сертифи",
        r"гаранти[яию]\b",
        r"гарантийн",
        r"безопасн",
        r"ядовит",
        r"токсич",
        r"отрав(?:ил|лен)",
        r"ожог",
        r"обожг",
        r"удар\w{0,4} током",
        r"бь[её]тся током",
        r"раздражени[ея] (?:на )?кож",
        r"загорел(?:ся|ась|ось)\b",
        r"воспламен",
        r"сыпь\b",
        r"просроч",
        r"срок\w{0,2} годности (?:ист|вы)[еш]",
    ),
    _clue(
        Intent.DEFECT_NOT_WORKING,
        1.3,
        r"не (?:работа|включа|заряжа|запуска|реагиру|грее|печата|крут)\w+",
        r"не (?:хочет|стал[аои]?) (?:работать|включаться)",
        r"(?:слома|полома|поломк)\w*",
        r"брак(?:\b|а\b|ом\b|ован)",
        r"дефект",
        r"неисправ",
        r"(?:треснул|разби[тл]|порва[нл]|протек|лопнул|раскололс)\w*",
        r"перестал[аои]? (?:работать|включаться|заряжаться)",
        r"отвали(?:л|в)\w*",
        r"вышл?[ае]?л? из строя",
    ),
    _clue(
        Intent.WRONG_ITEM,
        1.2,
        r"не то(?:т|го|й|т товар)? (?:цвет|размер|товар|модел|артикул|прислал|пришл|приш[её]л)\w*",
        r"(?:прислал[аи]?|приш(?:ел|ла|ло|ли)|положил[аи]?|привезли) "
        r"(?:\w{1,15} )?(?:не т|друг|чуж|совсем не)\w*",
        r"вместо \w{2,20} (?:прислал|приш|положил)\w*",
        r"перепутал[аи]?\b",
        r"подмен[аиу]\w*",
    ),
    _clue(
        Intent.MISSING_PARTS,
        1.2,
        r"не хвата(?:ет|ло)",
        r"нехватк",
        r"недоста(?:ч|вал)\w*",
        r"недоложил",
        r"(?:не (?:было|оказалось|положили)|нет|отсутству\w+|без) (?:в комплекте |в коробке )?"
        r"(?:\w{1,12} )?(?:детал|инструкци|крышк|болт|винт|шуруп|провод|заряд|креплени|ключ)\w*",
        r"некомплект",
        r"не полный комплект",
        r"неполный комплект",
    ),
    _clue(
        Intent.REFUND_EXCHANGE,
        1.1,
        r"возврат",
        r"верн(?:уть|у|ите|ут|ули|ула|ул)\b",
        r"возвра(?:ща|ти)\w*",
        r"обмен(?:\b|а\b|ять|яю|яйте|ом\b)",
        r"заменить",
        r"замен[ауы]\b",
    ),
    _clue(Intent.CANCEL_REQUEST, 1.2, r"отмен(?:ить|ите|у|а|ы|яю|ил)\b", r"отказаться от"),
    _clue(
        Intent.DELIVERY_DELAY,
        1.2,
        r"(?:задерж|опазды|просроч\w+ достав)\w*",
        r"(?:до сих пор|все еще|еще) не (?:приш|достав|получ|привез)\w*",
        r"долго (?:идет|едет|везут|ждать|ждал|достав)\w*",
        r"не (?:доставили|привезли|пришел заказ)",
    ),
)
_QUESTIONS = (
    _clue(
        Intent.DELIVERY_STATUS,
        1.0,
        r"где (?:мой |моя |наш )?(?:заказ|товар|посылк)\w*",
        r"когда (?:\w{1,12} )?(?:достав|приед|прид[её]т|привез|отправ|получ)\w*",
        r"(?:за )?сколько (?:дней|времени) (?:\w{1,8} )?(?:ид|ед|приед|достав)\w*",
        r"сроки? (?:доставки|отправки)",
        r"доставк[аиу]\b",
        r"отследить",
    ),
    _clue(
        Intent.SIZING_FIT,
        1.0,
        r"размер",
        r"маломер",
        r"большемер",
        r"обхват",
        r"при (?:росте|весе|параметрах)",
        r"на (?:рост|вес)\b",
        r"рост\w{0,2} \d",
        r"вес\w{0,2} \d{2,3}(?: кг)?\b",
        r"\d{2,3} (?:рост|вес|кг вес)",
        r"длина (?:рукава|по спинке|стопы|стельки|издели)\w*",
        r"(?:ог|от|об) \d{2,3}",
        r"замер[ыов]",
    ),
    _clue(
        Intent.AVAILABILITY,
        1.0,
        r"в наличии",
        r"наличие",
        r"буд[еу]т? (?:ли )?еще",
        r"когда (?:\w{1,12} )?(?:будет|появ|поступ|завез|ожида)\w*",
        r"будет ли",
        r"(?:появ|поступ)\w{1,5} (?:ли|в продаж)\w*",
        r"есть (?:ли )?(?:еще |у вас )",
    ),
    _clue(
        Intent.COMPATIBILITY,
        1.0,
        r"совмест",
        r"подой(?:дет|дут) (?:ли )?(?:\w{1,15} )?(?:к|для|на|под)\b",
        r"подход(?:ит|ят) (?:ли )?(?:\w{1,15} )?(?:к|для|на|под)\b",
        r"поддержива",
    ),
    _clue(
        Intent.PRODUCT_SPEC,
        0.9,
        r"материал",
        r"состав(?:\b|а\b|е\b)",
        r"характеристик",
        r"мощност",
        r"объем",
        r"ткан[ьи]\b",
        r"(?:как(?:ой|ая|ое|ие)|сколько) (?:\w{1,15} )?"
        r"(?:вес|весит|длин|ширин|высот|толщин|диаметр|плотност|цвет|емкост|производит|страна)\w*",
        r"из чего (?:сделан|состо|он|она)\w*",
        r"(?:есть ли|имеется ли) (?:\w{1,15})",
        r"плотност",
        r"срок годности",
    ),
    _clue(
        Intent.USAGE_HOWTO,
        0.8,
        r"как (?:\w{1,12} )?(?:пользоваться|использовать|включ|настро|собра|собир|подключ|стира"
        r"|чист|ухажив|установ|примен|заряд|мыть|хран|нанос|открыт|сброс)\w*",
        r"инструкци",
        r"можно ли (?:\w{1,12} )?(?:стирать|мыть|гладить|использовать|сушить)",
    ),
    _clue(
        Intent.PRICE_PROMO,
        0.9,
        r"скидк",
        r"промокод",
        r"акци[яию]\b",
        r"распродаж",
        r"дешевле",
        r"цен[аыуе]\b",
        r"сколько стоит",
        r"рассрочк",
        r"кредит\w{0,2}\b",
    ),
    _clue(
        Intent.PRE_PURCHASE,
        0.9,
        r"(?:хочу|хотим|собираюсь|думаю|планирую) (?:\w{1,12} )?(?:купить|брать|взять|заказать)",
        r"стоит ли (?:брать|покупать|заказывать)",
        r"посовету(?:ете|йте)",
    ),
    _clue(Intent.COMPATIBILITY, 0.5, r"подой(?:дет|дут)\b"),
)
_FEELINGS = (
    _clue(
        Intent.QUALITY_COMPLAINT,
        0.9,
        r"ужасн\w* (?:качеств|ткан|запах|товар)\w*",
        r"плох(?:ое|ого|ой|ая) (?:качеств|ткан|товар)\w*",
        r"качество (?:\w{1,12} )?(?:плох|ужас|низк|отврат|так себе|хромает|не оч)\w*",
        r"некачествен",
        r"не соответству",
        r"разочаров",
        r"вон(?:яет|ь|ючи)\w*",
        r"(?:криво|кривые|торчат) ?(?:шв|нит)\w*",
        r"отвратительн",
        r"линя(?:ет|ют|ла)\b",
        r"скатал(?:ся|ась|ось|ись)\b",
    ),
    _clue(
        Intent.THANKS,
        0.6,
        r"спасибо",
        r"благодар",
        r"(?:все|всё) (?:супер|отлично|подошло|хорошо|понравилось)",
        r"рекоменд",
        r"отличн",
        r"супер\b",
    ),
)
_OF_CHANNEL = {
    Channel.REVIEW: (*_TROUBLES, *(c for c in _QUESTIONS if c.intent is Intent.SIZING_FIT)),
    Channel.QUESTION: (*_TROUBLES, *_QUESTIONS),
    Channel.CHAT: (*_TROUBLES, *_QUESTIONS, *_FEELINGS),
}
_DENIABLE = frozenset(
    {Intent.DEFECT_NOT_WORKING, Intent.COMPLIANCE_SAFETY, Intent.QUALITY_COMPLAINT}
)


def classify_intent(channel: Channel, source: Source) -> IntentLabel:
    """Unhappy words count more than kind ones; a review's stars speak where words do not."""
    scores: dict[Intent, float] = defaultdict(float)
    evidence: dict[Intent, list[str]] = defaultdict(list)
    words = fold_words(_words_of(channel, source))
    for clue in _OF_CHANNEL[channel]:
        for word in _find_clues(clue, words):
            scores[clue.intent] = max(scores[clue.intent], clue.weight) + 0.05
            evidence[clue.intent].append(word)
    if channel is Channel.REVIEW:
        return _judge_review(source, scores, evidence)
    return _strongest(scores, evidence)


def fold_words(text: str) -> str:
    """Lower case, «ё» as «е», one blank between words."""
    return " ".join(text[:LONGEST_READ].lower().replace("ё", "е").split())


def _words_of(channel: Channel, source: Source) -> str:
    if channel is Channel.CHAT and source.chat is not None:
        return source.chat.last_text or source.text
    return " . ".join(part for part in (source.text, source.cons, *source.tags) if part)


def _find_clues(clue: Clue, words: str) -> list[str]:
    found = []
    for match in clue.pattern.finditer(words):
        before = words[max(0, match.start() - 24) : match.start()]
        denied = _DENIED.search(before) or _DENIED_AFTER.match(words, match.end())
        if not (denied and clue.intent in _DENIABLE):
            found.append(match.group())
    return found[:MOST_EVIDENCE]


def _strongest(
    scores: dict[Intent, float], evidence: dict[Intent, list[str]], *, least: float = 0.0
) -> IntentLabel:
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < least:
        return IntentLabel(label=Intent.OTHER, confidence=0.3, method=METHOD)
    best, score = ranked[0]
    rival = ranked[1][1] if len(ranked) > 1 else 0.0
    return IntentLabel(
        label=best,
        confidence=round(min(0.95, 0.45 + 0.35 * min(score, 1.2) - 0.15 * rival), 2),
        method=METHOD,
        evidence=tuple(dict.fromkeys(evidence[best])),
    )


def _judge_review(
    source: Source, scores: dict[Intent, float], evidence: dict[Intent, list[str]]
) -> IntentLabel:
    """Words name the trouble; without any, few stars are a complaint and many are thanks."""
    rating = source.rating or 0
    happy = rating >= 4  # noqa: PLR2004 - four and five stars are praise
    trouble = _strongest(scores, evidence, least=1.2 if happy else 0.9)
    if trouble.label is not Intent.OTHER:
        doubt = 0.2 if happy else 0.0
        return IntentLabel(
            label=trouble.label,
            confidence=round(trouble.confidence - doubt, 2),
            method=METHOD,
            evidence=trouble.evidence,
        )
    if not rating:
        return trouble
    by_stars = f"{rating}★"
    label = Intent.THANKS if happy else Intent.QUALITY_COMPLAINT
    confidence = 0.6 if rating in (3, 4) else 0.8
    return IntentLabel(label=label, confidence=confidence, method=METHOD, evidence=(by_stars,))
