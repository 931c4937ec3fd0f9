"""What a seller reads about a reply."""

from datetime import datetime, timedelta, timezone

from shared.domain.interaction import AnswerState, Channel
from shared.domain.refusals import RefusalCode
from shared.domain.reply import Reply, ReplyState
from shared.domain.settings import DEFAULT_SETTINGS, SellerSettings

MOSCOW = timezone(timedelta(hours=3), "MSK")

SENDING = "Отправляем…"
ACCEPTED = "Принято WB, на проверке"
REJECTED = "Отклонено WB"
SIMULATED = "Пример: в WB не отправлено"

_PLAIN = {
    ReplyState.SENDING: SENDING,
    ReplyState.BLOCKED: "Ждёт ключ WB",
    ReplyState.ANSWERED_ELSEWHERE: "Отвечено в кабинете WB",
    ReplyState.ATTENTION: "Проверьте: неизвестно, дошло ли",
    ReplyState.CANCELLED: "Отменено",
}
_CONFIRMED = {
    Channel.REVIEW: ACCEPTED,
    Channel.QUESTION: "Ответ виден в WB",
    Channel.CHAT: "Доставлено",
}
_REASONS = {
    "gone": "WB не находит этого обращения",
    "guardrails": "текст нарушает правила",
    "unreachable": "WB долго не отвечал",
    "superseded": "есть более новый ответ",
    "": "причина неизвестна",
}
_REFUSALS = {
    RefusalCode.STALE: "Обращение изменилось: посмотрите новое и отправьте снова",
    RefusalCode.ANSWERED: "На это обращение уже ответили",
    RefusalCode.ANSWER_REJECTED: "WB отклонил прежний ответ: исправьте его в кабинете WB",
    RefusalCode.IN_FLIGHT: "Другой ответ ещё отправляется",
    RefusalCode.KEY_REUSED: "Под этим запросом уже отправлен другой текст",
    RefusalCode.TOO_LATE: "Ответ уже отправляется, отменить нельзя",
    RefusalCode.DOUBTFUL: "Неизвестно, дошёл ли ответ: проверьте в кабинете WB",
    RefusalCode.DELIVERED: "Ответ уже доставлен",
    RefusalCode.WAITS_FOR_KEY: "Ответ ждёт ключ WB: подключите кабинет, и он уйдёт сам",
    RefusalCode.CANCELLED: "Ответ отменён: отправьте его заново",
}
_MINUTE = 60
_HOUR = 3600


def reply_title(reply: Reply, now: datetime, settings: SellerSettings = DEFAULT_SETTINGS) -> str:
    """The state in a few words; only what WB showed is called published or delivered."""
    match reply.state:
        case ReplyState.APPROVED:
            return sending_title(reply.due_at, now)
        case ReplyState.SENT | ReplyState.UNKNOWN:
            return _doubtful_title(reply, now, settings)
        case ReplyState.CONFIRMED:
            return _confirmed_title(reply)
        case ReplyState.FAILED:
            return f"Не отправлено: {reason_words(reply.reason)}"
        case state:
            return _PLAIN[state]


def sending_title(due_at: datetime | None, now: datetime) -> str:
    """When a reply goes out: seconds, then minutes, then Moscow's clock."""
    left = (due_at - now).total_seconds() if due_at else 0.0
    if left <= 0:
        return SENDING
    if left < _MINUTE:
        return f"Отправится через {max(round(left), 1)} с"
    if left < _HOUR:
        return f"Отправится через {round(left / _MINUTE)} мин"
    return f"Отправится {(now + timedelta(seconds=left)).astimezone(MOSCOW):%d.%m в %H:%M}"


def reason_words(reason: str) -> str:
    """WB's own words stay as they are; our codes have theirs."""
    return _REASONS.get(reason, reason)


def refusal_words(code: RefusalCode) -> str:
    """Why not, and what to do."""
    return _REFUSALS[code]


def _doubtful_title(reply: Reply, now: datetime, settings: SellerSettings) -> str:
    since = reply.claimed_at or reply.approved_at
    if now >= since + settings.reply_pending:
        return "WB ещё не показал ответ"
    if reply.state is ReplyState.UNKNOWN:
        return "Проверяем, дошёл ли ответ"
    return "Принято WB" if reply.channel is Channel.CHAT else ACCEPTED


def _confirmed_title(reply: Reply) -> str:
    if reply.simulated:
        return SIMULATED
    if reply.wb_state == AnswerState.REJECTED:
        return REJECTED
    if reply.channel is Channel.REVIEW and reply.wb_state == AnswerState.WB_RU:
        return "Опубликовано"
    return _CONFIRMED[reply.channel]
