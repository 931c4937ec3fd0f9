"""What in a good review makes a person look: a trouble between the lines, or words meant for us."""

import re
from collections.abc import Iterator

from shared.domain.guard.addresses import find_addresses
from shared.domain.interaction import Interaction, Source
from shared.domain.language.letters import LONGEST_READ, fold_text
from shared.domain.language.phrases import Phrasebook
from shared.domain.language.tokens import read_words
from shared.domain.once import build_once

# Who names no shortcoming says so in many ways, and most of them begin alike.
_NO_CONS = re.compile(
    r"^\W*$|^\W*(?:нет|нету|не (?:наш\w+|обнаруж\w+|замет\w+|выяв\w+|увид\w+)|без"
    r"|отсутств\w+|никак\w+|пока (?:нет|не)|недостатков нет|минусов нет|ничего"
    r"|все (?:отлично|хорошо|супер)|0)\b"
    r"[^.,;\n]{0,25}\W*$"
)
_CONTRAST = re.compile(
    r"(?<![а-я])(?:но|однако|хотя|жаль|правда,|единственн\w+|минус\w*|недостат\w+|не хватает"
    r"|не хватило|увы|к сожалению|разочаров\w+|если бы|могли бы|хотелось бы|могло быть"
    r"|вернул\w*|возврат\w*|сломал\w*|порвал\w*|трещин\w*|царапин\w*|пятн\w+|запах\w*|воня\w+"
    r"|маломер\w*|большемер\w*|брак\w*|дыр\w+|протек\w*|ржав\w*|сыпь|аллерг\w+)(?![а-я])"
)
_NO_TROUBLE = re.compile(
    r"(?:без|нет|никак\w+|ни одн\w+|отсутству\w+)\s(?:\w+\s){0,2}"
    r"(?:минус\w*|недостат\w+|брак\w*|запах\w*|дыр\w+|пятен|пятн\w+|трещин\w*|царапин\w*)"
    r"|(?:минусов|недостатков|запаха|брака|дыр|пятен|трещин|царапин)\s(?:\w+\s)?(?:нет|нету|не\s\w+)"
)
_MISFITS = frozenset({"smaller", "bigger", "small", "big", "маломерит", "большемерит"})
_MARKUP = re.compile(r"[<>{}\[\]`\\|]|\b[a-z0-9+/]{40,}={0,2}|(?:%[0-9a-f]{2}){4}|&#\w+;")
_ENGLISH = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|jailbreak|prompt|instruction|system|assistant"
    r"|developer mode|approve|send|reply with|translate|json|admin|base64)\b"
)
_ORDERS = """
    (игнорировать|проигнорировать|забыть) .. (инструкция|указание|правило|запрет|предыдущий)
    (отменить|обойти) .. (инструкция|указание|правило|запрет|предыдущий)
    (промпт|промт|нейросеть|нейронка|chatgpt|gpt|бот|чатбот|алгоритм|модератор|администратор)
    (искусственный интеллект)
    (языковая модель)
    (системный|скрытый|новый) (сообщение|инструкция|команда|задача|правило|запрос|роль)
    (ты|вы) .. (ассистент|помощник|модель|робот|программа|нейросеть)
    (автоответ|автоматический|автоматически) .. (ответить|отправить|ответ|режим|система)
    (ответить|отвечать|напиши|написать|повторить) .. (ответ|текст|слово|фраза|следующее)
    (вставить|вставь|добавить|опубликовать|вывести) .. (ответ|текст|слово|фраза|следующее)
    (написать|напиши|вставить|добавить|указать|отправить) .. (ссылка|номер|телефон|сайт|промокод)
    (вывести|сообщить|отправить|показать|прислать) .. (токен|ключ|пароль|настройка)
    (одобрить|подтвердить) .. (ответ|возврат|отправка)
    (режим) (разработчик|администратор|отладка)
    (=напиши|=ответь|=скажи|=убеди|=продолжи|=составь|=переведи|=выведи|=забудь|=перечисли|=процитируй)
    (=укажи|=обещай|=пообещай|=отправь|=вставь|=добавь|=используй|=следуй|=начни|=подтверди|=отмени)
    (=представь|=повтори|=скопируй|=закодируй|=расшифруй|=декодируй|=выполни|=подставь|=раскрой)
    (твой|ваш) (задача|роль|инструкция|промпт|правило)
"""


def find_doubts(item: Interaction) -> tuple[str, ...]:
    """Reasons by their codes, which `words.py` says in Russian; none where all is plain praise."""
    return tuple(dict.fromkeys(_find(item.source)))


def _find(source: Source) -> Iterator[str]:
    whole = "\n".join((source.text, source.pros, source.cons, *source.tags))
    plain = fold_text(whole)
    if len(whole) > LONGEST_READ:
        yield "unread"
    if _speaks_to_us(source, plain):
        yield "injected"
    if source.cons.strip() and not _NO_CONS.match(fold_text(source.cons.strip())):
        yield "shortcomings"
    if _CONTRAST.search(_NO_TROUBLE.sub(" ", fold_text(f"{source.text}\n{source.pros}"))):
        yield "mixed"
    if source.size_fit.strip().lower() in _MISFITS:
        yield "misfit"
    if source.order.returned_at is not None:
        yield "returned"


def _speaks_to_us(source: Source, plain: str) -> bool:
    """The buyer's name and the product's are outside words too, and reach what writes answers."""
    named = fold_text(f"{source.buyer_name}\n{source.product.name}")
    if any(
        _MARKUP.search(one) or _ENGLISH.search(one) for one in (plain, fold_text(source.buyer_name))
    ):
        return True
    if _hides(f"{plain}\n{named}") or any(True for _ in find_addresses(plain[:LONGEST_READ])):
        return True
    words = read_words(f"{plain}\n{named}"[:LONGEST_READ])
    return any(True for _ in _book().find(words))


def _hides(text: str) -> bool:
    """Letters that nobody sees, or that change the order in which others are seen."""
    return any(one in _INVISIBLE for one in text)


_INVISIBLE = frozenset(
    chr(code)
    for low, high in (
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0xE0000, 0xE007F),
        (0xFEFF, 0xFEFF),
        (0x00AD, 0x00AD),
    )
    for code in range(low, high + 1)
) - {"\u200d"}


@build_once
def _book() -> Phrasebook[str]:
    return Phrasebook({"order": [line.strip() for line in _ORDERS.splitlines() if line.strip()]})
