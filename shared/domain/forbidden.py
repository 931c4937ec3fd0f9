"""What a reply must not say, per channel: a table that the guardrails read."""

import re
from dataclasses import dataclass

from shared.domain.draft import Severity
from shared.domain.interaction import Channel

EVERYWHERE_BLOCKED = dict.fromkeys(Channel, Severity.BLOCK)
PUBLICLY_BLOCKED = {
    Channel.REVIEW: Severity.BLOCK,
    Channel.QUESTION: Severity.BLOCK,
    Channel.CHAT: Severity.WARN,
}
EVERYWHERE_WARNED = dict.fromkeys(Channel, Severity.WARN)


@dataclass(frozen=True, slots=True)
class Ban:
    """Patterns with one name and one message; `deniable` ones pass after «не», «не можем»."""

    rule: str
    severities: dict[Channel, Severity]
    message: str
    pattern: re.Pattern[str]
    deniable: bool = False


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_ZONES = r"(?:ru|com|net|org|рф|su|online|shop|store|site|info|me|io|by|kz|pro|biz|app|link|ly|cc)"
_GAP = r"[\s\-()]{0,3}"

# Addresses are looked for in the text as it stands, words in the text with one alphabet a word.
ADDRESSES = (
    Ban(
        "hidden_characters",
        EVERYWHERE_BLOCKED,
        "Невидимые или управляющие символы: удалите их",
        re.compile(
            "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e"
            "\u2060-\u2064\u2066-\u2069\ufeff]|(?<=\\w)\u200d(?=\\w)"
        ),
    ),
    Ban(
        "contacts",
        EVERYWHERE_BLOCKED,
        "Контакты и ссылки запрещены правилами WB",
        _any_of(
            r"\b(?:https?|ftp|tg)\s?:\s?/{1,2}\s?\S{0,200}",
            r"\bwww\s?\.\s?\S{0,200}",
            r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}\s?\.\s?\w{2,20}",
            r"(?<![\w@.])@[a-z]\w{2,31}",
            r"(?<![\w.])(?:t|wa|vk)\s?\.\s?(?:me|com)\b\S{0,200}",
            rf"(?<![\w-])[\w-]{{2,63}}(?:\.|\s\.\s?|\s?\(dot\)\s?|\s(?:точка|dot)\s){_ZONES}"
            r"(?![\w-])(?:/\S{0,200})?",
            rf"(?<![\w+])(?:\+\s?7|8|7){_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\w)",
            r"(?<![\w+])\(?9\d{2}\)?[\s\-]{1,2}\d{3}[\s\-]{1,2}\d{2}[\s\-]{0,2}\d{2}(?!\w)",
            r"(?<!\w)\+\s?\d{10,14}(?!\w)",
        ),
    ),
)
_MESSENGER = (
    r"(?:телеграм\w{0,4}|ватсап\w{0,3}|вотсап\w{0,3}|вацап\w{0,3}|вайбер\w{0,3}"
    r"|инстаграм\w{0,3}|инст[ауе]|вконтакте|вк|тг|мессенджер\w{0,3}|скайп\w{0,2}"
    r"|telegram|whats ?app|viber|instagram|vk|tg)"
)
_GIFT = (
    r"\b(?:подарок|подарк[аиуо]|подарим|дарим|бонус|скидк|кэшб|кешб|промокод|деньг|вознагражд"
    r"|приз\b|рубл|балл|компенс|начисл|верн(?:ем|у|ут))\w*"
)
_FEEDBACK = r"(?:отзыв|оценк|звезд)\w*"
_CHANGE = r"\b(?:измен|удал|поменя|исправ|скорректир|убер|дополн)\w{1,6}"
_NEAR = r"[^.!?\n]{0,80}"
_MONEY = r"(?:деньги|средства|сумму|стоимость|оплату|рубл\w{1,4})"
_REPLACEMENT = r"(?:нов\w{1,3}|друг\w{1,3}|замен\w{1,2}|взамен|бесплатн\w{1,3}|недостающ\w{1,4})"
WORDS = (
    Ban(
        "off_platform",
        EVERYWHERE_BLOCKED,
        "Нельзя приглашать покупателя за пределы WB",
        _any_of(
            rf"\b{_MESSENGER}\b",
            r"\bнаш\w{0,3} (?:\w{1,20} )?"
            r"(?:сайт|групп|канал|страниц|аккаунт|почт|телефон|номер)\w*",
            r"\b(?:по|за)?звоните\b",
            r"\b(?:напишите|пишите|обращайтесь)(?: нам| мне)? (?:на|по) "
            r"(?:\w{1,20} )?(?:почт|адрес|телефон|номер|email|e-mail|имейл|мейл)\w*",
            r"\b(?:в обход|мимо|минуя|вне) "
            r"(?:вб|wb|вайлдберриз|wildberries|маркетплейс\w*|площадк\w*)",
            r"\bнапрямую (?:у нас|с нами|нам)\b",
        ),
    ),
    Ban(
        "promise",
        PUBLICLY_BLOCKED,
        "Обещание денег, замены или сроков: его выполняет только WB",
        _any_of(
            rf"\b(?:верн[её]м|вернем|возместим|переведем|перечислим|выплатим|отдадим)\b"
            rf"(?: \w{{1,20}}){{0,3}} {_MONEY}\b",
            rf"\b{_MONEY}(?: \w{{1,20}}){{0,3}} (?:вернем|возместим|переведем|вернутся|вернут)\b",
            r"\bкомпенс(?:ир|аци)\w*",
            r"\bвозмес(?:тим|тят|щени\w*)",
            r"\bполн\w{2,3} возврат\w{0,2}",
            r"\bгарант(?:ир\w*|ия|ию|ией) (?:\w{1,20} )?(?:возврат|замен|обмен)\w*",
            r"\b(?:заменим|обменяем)\b",
            r"\b(?:вышлем|отправим|пришлем|доставим|положим)"
            rf"(?: \w{{1,20}}){{0,2}} {_REPLACEMENT}\b",
            r"\bбесплатн\w{1,3} (?:замен|обмен|доставк|возврат)\w*",
            r"\b(?:одобрим|согласуем)(?: \w{1,20}){0,2} (?:возврат|заявк|обмен|замен)\w*",
            r"\b(?:оформим|сделаем)(?: \w{1,20}){0,2} (?:возврат|обмен|замен)\w*",
            r"\b(?:доставим|привезем|отправим|придет|приедет|поступит)(?: \w{1,20}){0,2} "
            r"(?:сегодня|завтра|послезавтра|через \d|до \d|за \d|в течение \d|\d{1,2}[.\-]\d)\w*",
            r"\b(?:ускорим|отменим)(?: \w{1,20}){0,2} (?:доставк|заказ|отправк)\w*",
        ),
        deniable=True,
    ),
    Ban(
        "review_reward",
        EVERYWHERE_BLOCKED,
        "Награда за отзыв или его изменение запрещена WB",
        _any_of(
            rf"{_GIFT}{_NEAR}\bза (?:\w{{1,20}} ){{0,3}}(?:{_FEEDBACK}|удалени|изменени)",
            rf"\bза (?:\w{{1,20}} ){{0,3}}(?:{_FEEDBACK}|удалени|изменени){_NEAR}{_GIFT}",
            rf"{_CHANGE} (?:\w{{1,20}} ){{0,3}}{_FEEDBACK}{_NEAR}{_GIFT}",
            rf"{_GIFT}{_NEAR}{_CHANGE} (?:\w{{1,20}} ){{0,3}}{_FEEDBACK}",
        ),
    ),
    Ban(
        "review_pressure",
        EVERYWHERE_WARNED,
        "Просьба изменить или удалить отзыв выглядит как давление",
        re.compile(
            r"\b(?:измените|удалите|поменяйте|исправьте|уберите|скорректируйте)"
            r"(?: \w{1,20}){0,3} (?:отзыв|оценк)\w*"
        ),
    ),
    Ban(
        "ai_mention",
        EVERYWHERE_BLOCKED,
        "Упоминание бота или нейросети",
        _any_of(
            r"\b(?:чат.?)?бот(?:\b|а\b|ом\b|у\b|е\b)",
            r"\bнейросет\w*",
            r"\bискусственн\w{1,4} интеллект\w*",
            r"\b(?:chat)?.?gpt\b",
            r"\bязыков\w{1,4} модел\w*",
            r"\bавтоматическ\w{1,3} ответ\w{0,2}",
            r"\bии\b",
        ),
    ),
    Ban(
        "blame",
        PUBLICLY_BLOCKED,
        "Обвинение покупателя",
        _any_of(
            r"\b(?:ваша|вашей|вашу) (?:\w{1,20} )?(?:вина|вине|вину|ошибк\w*)",
            r"\bвы (?:сами )?(?:виноват|ошиблись|не так|неправильно)\w*",
        ),
    ),
    Ban(
        "dismissive",
        PUBLICLY_BLOCKED,
        "Отсылка в поддержку вместо ответа",
        _any_of(
            r"\b(?:обратитесь|обращайтесь|напишите|пишите) "
            r"(?:\w{1,20} )?в (?:\w{1,20} )?поддержк\w*",
            r"\b(?:мы )?не можем повлиять\b",
            r"\bнаписано в описании\b",
            r"\b(?:см|смотрите|читайте)\.? (?:\w{1,20} )?описани\w*",
        ),
    ),
    Ban(
        "jargon",
        EVERYWHERE_WARNED,
        "Складской жаргон непонятен покупателю",
        re.compile(r"\b(?:fbo|fbs|sku|пересорт\w*)\b"),
    ),
)
