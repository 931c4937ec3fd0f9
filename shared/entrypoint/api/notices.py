"""What a seller has to know of the token that opens their cabinet, in a few words and in full."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from shared.domain.accounts.account import Connection
from shared.domain.accounts.token_health import days_left, is_dead, warning_reached
from shared.domain.accounts.tokens import TokenFacts, TokenKind
from shared.domain.errors import Denial
from shared.domain.moscow import MOSCOW
from shared.domain.sync.category import Category
from shared.domain.sync.channels import CHANNELS
from shared.domain.sync.refusals import refusal_words
from shared.entrypoint.api.shapes.accounts import NoticeAnswer, NoticeLevel

_MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_ONE_DAY = (1, 21)
_FEW_DAYS = (2, 3, 4, 22, 23, 24)
_SOON = timedelta(days=7)
_AT_ONCE = timedelta(days=1)
_TITLES = {
    Category.FEEDBACKS: "WB закрыл доступ к отзывам и вопросам",
    Category.CHAT: "WB закрыл доступ к чатам",
}
_EXPIRED = "Срок токена WB истёк"
_EXPIRED_TEXT = (
    "Срок действия токена WB истёк: обращения не обновляются, ответы ждут. "
    "Создайте новый токен в личном кабинете WB и подключите его."
)
_REFUSED = "WB не принимает токен"
# The whole token is refused, whichever category met the refusal first.
_OF_TOKEN = (Denial.TOKEN, Denial.EXPIRED, Denial.PAYMENT)
_KINDS = {
    TokenKind.BASE: (
        "Базовый токен: WB отвечает редко",
        (
            "Базовый токен: WB разрешает 5 запросов в час к отзывам и вопросам, 1 в час к чатам и "
            "1 в час к заявкам на возврат. Новые обращения появляются с опозданием до нескольких "
            "часов, ответы отправляются по одному. Для обычной работы нужен сервисный токен."
        ),
    ),
    TokenKind.PERSONAL: (
        "Персональный токен: только для разработки",
        (
            "Персональный токен: WB запрещает передавать его облачным сервисам. "
            "Годится только для разработки."
        ),
    ),
    TokenKind.TEST: (
        "Тестовый токен: только для песочницы",
        "Тестовый токен: WB принимает его только в песочнице.",
    ),
    TokenKind.UNKNOWN: (
        "Тип токена не указан",
        "Тип токена не указан: WB может ограничить число запросов.",
    ),
}


def kind_words(kind: TokenKind) -> str | None:
    """What this kind of token cannot do, in full; None where there is nothing to say."""
    return _KINDS[kind][1] if kind in _KINDS else None


def notices_of(connection: Connection, now: datetime) -> list[NoticeAnswer]:
    """The most urgent first."""
    facts = connection.facts
    return [
        *_refusals(connection, now),
        *_expiry(facts, now),
        *_limits(facts),
    ]


def _refusals(connection: Connection, now: datetime) -> Iterator[NoticeAnswer]:
    """What WB refuses today; a refused token says so once, not once for each category."""
    if is_dead(connection.facts.expires_at, now):
        return
    found: dict[str, NoticeAnswer] = {}
    for category in Category:
        if category.value not in connection.parked:
            continue
        denial = Denial(connection.parked[category.value])
        title = _REFUSED if denial in _OF_TOKEN else _TITLES[category]
        known = found.get(title)
        found[title] = NoticeAnswer(
            code="refused",
            level=NoticeLevel.DANGER,
            title=title,
            text=refusal_words(category, denial),
            channels=[*(known.channels if known else ()), *CHANNELS[category]],
        )
    yield from found.values()


def _expiry(facts: TokenFacts, now: datetime) -> Iterator[NoticeAnswer]:
    if is_dead(facts.expires_at, now):
        yield NoticeAnswer(
            code="expired",
            level=NoticeLevel.DANGER,
            title=_EXPIRED,
            text=_EXPIRED_TEXT,
            channels=[],
        )
        return
    reached = warning_reached(facts.expires_at, now)
    if reached is None:
        return
    left = days_left(facts.expires_at, now)
    yield NoticeAnswer(
        code="expires",
        level=_expiry_level(reached),
        title=f"Токен WB истекает через {left} {_days(left)}" if left > 1 else "Токен WB истекает",
        text=(
            f"Токен WB действует до {_moment(facts.expires_at)} по Москве. Продлить его нельзя: "
            "создайте новый в личном кабинете WB и подключите заранее."
        ),
        channels=[],
    )


def _expiry_level(reached: timedelta) -> NoticeLevel:
    if reached <= _AT_ONCE:
        return NoticeLevel.DANGER
    return NoticeLevel.WARNING if reached <= _SOON else NoticeLevel.INFO


def _limits(facts: TokenFacts) -> Iterator[NoticeAnswer]:
    if facts.kind in _KINDS:
        title, text = _KINDS[facts.kind]
        level = NoticeLevel.WARNING if facts.kind is TokenKind.BASE else NoticeLevel.INFO
        yield NoticeAnswer(
            code=f"kind_{facts.kind}", level=level, title=title, text=text, channels=[]
        )
    if facts.read_only:
        yield NoticeAnswer(
            code="read_only",
            level=NoticeLevel.WARNING,
            title="Токен только для чтения",
            text="Токен только для чтения: отправлять ответы WB не разрешит.",
            channels=[],
        )
    for category, has in ((Category.FEEDBACKS, facts.feedbacks), (Category.CHAT, facts.chats)):
        if not has:
            yield _absent(category)


def _absent(category: Category) -> NoticeAnswer:
    name = {
        Category.FEEDBACKS: "Вопросы и отзывы",
        Category.CHAT: "Чат с покупателями",
    }[category]
    return NoticeAnswer(
        code=f"no_{category}",
        level=NoticeLevel.INFO,
        title=f"Нет доступа: «{name}»",
        text=f"В токене нет категории «{name}».",
        channels=list(CHANNELS[category]),
    )


def _days(count: int) -> str:
    """Warnings begin a month ahead, so the forms of larger numbers are never needed."""
    if count in _ONE_DAY:
        return "день"
    return "дня" if count in _FEW_DAYS else "дней"


def _moment(at: datetime) -> str:
    local = at.astimezone(MOSCOW)
    return f"{local.day} {_MONTHS[local.month - 1]} {local:%H:%M}"
