"""What a seller reads about a reply."""

from datetime import datetime, timedelta

from shared.domain.errors import Denial
from shared.domain.interaction import AnswerState, Channel
from shared.domain.moscow import MOSCOW
from shared.domain.replies.editing import EditBudget
from shared.domain.replies.refusals import RefusalCode
from shared.domain.replies.reply import Reply, Step
from shared.domain.replies.states import ReplyKind, ReplyState
from shared.domain.replies.switch import RUNNING, Switch
from shared.domain.settings import DEFAULT_SETTINGS, SellerSettings

SENDING = "Отправляем…"
ACCEPTED = "Принято WB, на проверке"
REJECTED = "Отклонено WB"
PUBLISHED = "Опубликовано"
SIMULATING = "Пример: ответ не уйдёт в WB"
SIMULATED = "Пример: ответ не отправлен в WB"
PAUSED = "Отправка приостановлена: ответ ждёт"

_PLAIN = {
    ReplyState.SENDING: SENDING,
    ReplyState.BLOCKED: "Ждёт ключ WB",
    ReplyState.ANSWERED_ELSEWHERE: "Отвечено в кабинете WB",
    ReplyState.ATTENTION: "Проверьте: неизвестно, дошло ли",
    ReplyState.CANCELLED: "Отменено",
}
_EDIT_PLAIN = {
    ReplyState.SENDING: "Отправляем правку…",
    ReplyState.BLOCKED: "Правка ждёт ключ WB",
    ReplyState.ANSWERED_ELSEWHERE: "Ответ уже изменили в кабинете WB",
    ReplyState.ATTENTION: "Проверьте: WB не показывает правку",
    ReplyState.CANCELLED: "Правка отменена",
}
_STEPS = {
    ReplyState.SENDING: "Отправляем в WB",
    ReplyState.SENT: "Принято WB",
    ReplyState.UNKNOWN: "Неизвестно, дошло ли: ищем в WB",
    ReplyState.BLOCKED: "Ждёт ключ WB",
    ReplyState.ANSWERED_ELSEWHERE: "Отвечено в кабинете WB",
    ReplyState.ATTENTION: "WB так и не показал: проверьте",
    ReplyState.CANCELLED: "Отменено",
}
_STEP_DETAILS = {
    "resend": "В WB ответа нет: отправим ещё раз",
    "restored": "Данные восстановлены из копии: ищем ответ в WB",
    "simulated": SIMULATED,
}
_CONFIRMED = {
    Channel.REVIEW: ACCEPTED,
    Channel.QUESTION: "Ответ виден в WB",
    Channel.CHAT: "Доставлено",
}
_EDIT_SHOWN = {
    PUBLISHED: "Правка опубликована",
    ACCEPTED: "Правка принята WB, на проверке",
    REJECTED: "Правка отклонена WB",
    _CONFIRMED[Channel.QUESTION]: "Правка видна в WB",
}
_REASONS = {
    "gone": "WB не находит этого обращения",
    "file_gone": "прикреплённый файл не сохранился, приложите его снова",
    "guardrails": "текст нарушает правила",
    "facts": "в карточке товара иначе: исправьте ответ",
    "unreachable": "WB долго не отвечал",
    "late": "за сутки отправить не удалось",
    "superseded": "есть более новый ответ",
    "not_editable": "WB больше не разрешает исправить этот ответ",
    "no_answer": "WB не показывает ответа, который нужно исправить",
    Denial.TOKEN.value: "WB не принимает токен",
    Denial.EXPIRED.value: "срок действия токена истёк",
    Denial.PAYMENT.value: "WB временно закрыл доступ нашему сервису",
    Denial.SCOPE.value: "у токена нет доступа к этому разделу",
    Denial.KIND.value: "WB закрыл этот раздел для токенов такого типа",
    Denial.READ_ONLY.value: "токен только для чтения",
    "": "причина неизвестна",
}
_REFUSALS = {
    RefusalCode.FILE_GONE: "Прикреплённый файл не сохранился: приложите его и отправьте заново",
    RefusalCode.STALE: "Обращение изменилось: посмотрите новое и отправьте снова",
    RefusalCode.ANSWERED: "На это обращение уже ответили",
    RefusalCode.ANSWER_REJECTED: "WB отклонил прежний ответ: новый не отправить, но его можно "
    "исправить, если WB ещё разрешает правку",
    RefusalCode.IN_FLIGHT: "Другой ответ ещё отправляется",
    RefusalCode.KEY_REUSED: "Под этим запросом уже отправлен другой текст",
    RefusalCode.TOO_LATE: "Ответ уже отправляется, отменить нельзя",
    RefusalCode.DOUBTFUL: "Неизвестно, дошёл ли ответ: проверьте в кабинете WB",
    RefusalCode.DELIVERED: "Ответ уже доставлен",
    RefusalCode.WAITS_FOR_KEY: "Ответ ждёт ключ WB: подключите кабинет, и он уйдёт сам",
    RefusalCode.CANCELLED: "Ответ отменён: отправьте его заново",
    RefusalCode.NO_EDIT: "Сообщение в чате изменить нельзя",
    RefusalCode.NO_ANSWER: "WB ещё не показывает ответа: править пока нечего",
    RefusalCode.EDIT_SPENT: "Единственная правка этого ответа уже использована",
    RefusalCode.EDIT_CLOSED: "WB больше не разрешает исправить этот ответ",
    RefusalCode.EDIT_LATE: "Исправить ответ можно было в течение 60 дней",
    RefusalCode.SAME_TEXT: "Новый текст не отличается от опубликованного",
}
_MINUTE = 60
_HOUR = 3600


def reply_title(
    reply: Reply,
    now: datetime,
    settings: SellerSettings = DEFAULT_SETTINGS,
    switch: Switch = RUNNING,
) -> str:
    """The state in a few words; only what WB showed is called published or delivered."""
    is_edit = reply.kind is ReplyKind.EDIT
    match reply.state:
        case ReplyState.APPROVED:
            return _waiting_title(reply, now, switch)
        case ReplyState.SENT | ReplyState.UNKNOWN:
            return _doubtful_title(reply, now, settings)
        case ReplyState.CONFIRMED:
            return _confirmed_title(reply)
        case ReplyState.FAILED:
            what = "Правка не отправлена" if is_edit else "Не отправлено"
            return f"{what}: {reason_words(reply.reason)}"
        case state:
            return _EDIT_PLAIN[state] if is_edit else _PLAIN[state]


def step_titles(reply: Reply) -> list[str]:
    """The history of a reply, a few words for each step."""
    return [_step_title(reply, step, place) for place, step in enumerate(reply.trail)]


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


def _waiting_title(reply: Reply, now: datetime, switch: Switch) -> str:
    if reply.simulated:
        return SIMULATING
    if switch.paused and (reply.due_at is None or reply.due_at <= now):
        return PAUSED
    title = sending_title(reply.due_at, now)
    if reply.kind is not ReplyKind.EDIT:
        return title
    return _EDIT_PLAIN[ReplyState.SENDING] if title == SENDING else f"Правка о{title[1:]}"


def _step_title(reply: Reply, step: Step, place: int) -> str:
    match step.state:
        case ReplyState.APPROVED if place == 0:
            return "Правка одобрена" if reply.kind is ReplyKind.EDIT else "Одобрено"
        case ReplyState.APPROVED:
            again = f"Не ушло, попробуем ещё: {step.detail}" if step.detail else "Снова в очереди"
            return _STEP_DETAILS.get(step.detail, again)
        case ReplyState.CONFIRMED if step.detail != "simulated":
            return _shown_title(reply.channel, step.detail)
        case ReplyState.FAILED:
            return f"Не отправлено: {reason_words(step.detail)}"
        case state:
            return _STEP_DETAILS.get(step.detail) or _STEPS[state]


def reason_words(reason: str) -> str:
    """WB's own words stay as they are; our codes have theirs."""
    return _REASONS.get(reason, reason)


def refusal_words(code: RefusalCode) -> str:
    """Why not, and what to do."""
    return _REFUSALS[code]


def budget_title(budget: EditBudget) -> str:
    """What is left of the one edit, or why there is none."""
    if budget.refusal is not None:
        return refusal_words(budget.refusal)
    if budget.until is None:
        return "Осталась одна правка: WB разрешает её в течение 60 дней"
    return f"Осталась одна правка до {budget.until.astimezone(MOSCOW):%d.%m.%Y}"


def _doubtful_title(reply: Reply, now: datetime, settings: SellerSettings) -> str:
    since, is_edit = reply.claimed_at or reply.approved_at, reply.kind is ReplyKind.EDIT
    if now >= since + settings.reply_pending:
        return "WB ещё не показал правку" if is_edit else "WB ещё не показал ответ"
    if reply.state is ReplyState.UNKNOWN:
        return "Проверяем, дошла ли правка" if is_edit else "Проверяем, дошёл ли ответ"
    if is_edit:
        return _EDIT_SHOWN[ACCEPTED]
    return "Принято WB" if reply.channel is Channel.CHAT else ACCEPTED


def _confirmed_title(reply: Reply) -> str:
    if reply.simulated:
        return SIMULATED
    title = _shown_title(reply.channel, reply.wb_state)
    return _EDIT_SHOWN.get(title, title) if reply.kind is ReplyKind.EDIT else title


def _shown_title(channel: Channel, wb_state: str) -> str:
    if wb_state == AnswerState.REJECTED:
        return REJECTED
    if channel is Channel.REVIEW and wb_state == AnswerState.WB_RU:
        return PUBLISHED
    return _CONFIRMED[channel]
