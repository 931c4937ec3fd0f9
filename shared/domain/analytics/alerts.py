"""What a seller should look at now: each alert has its bound, its words and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.accounts.token_health import days_left, is_dead
from shared.domain.analytics.health import Pipeline, State
from shared.domain.analytics.shares import as_percent
from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.sync.category import Category
from shared.domain.sync.lately import count_failed, count_limited
from shared.domain.sync.pace import Freshness
from shared.domain.sync.state import ChannelSync

DUE_SOON = timedelta(minutes=60)
REGRESSION = 0.15
LEAST_REPLIES = 10
WEEK = 7
BAD_RUNS = 0.2
LIMITED_RUNS = 3
TOKEN_SOON = timedelta(days=14)
DEEP = 100
# Rounding may not turn a difference that is exactly on the bound into one below it.
_DIGITS = 9


class Level(StrEnum):
    """How soon somebody should act."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"


class AlertCode(StrEnum):
    """What may be wrong."""

    QUESTIONS_OVERDUE = "questions_overdue"
    QUESTIONS_DUE_SOON = "questions_due_soon"
    REVIEWS_OVERDUE = "reviews_overdue"
    REVIEWS_DUE_SOON = "reviews_due_soon"
    CHATS_OVERDUE = "chats_overdue"
    CHATS_DUE_SOON = "chats_due_soon"
    MANUAL_RATE_REGRESSION = "manual_rate_regression"
    SYNC_STALE = "sync_stale"
    SYNC_ERRORS = "sync_errors"
    SYNC_RATE_LIMITED = "sync_rate_limited"
    SYNC_ZERO_FETCH = "sync_zero_fetch"
    FUNCTION_DOWN = "function_down"
    QUEUE_OLD = "queue_old"
    TICK_MISSED = "tick_missed"
    TOKEN_EXPIRING = "token_expiring"
    REPLY_NEEDS_ATTENTION = "reply_needs_attention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert: `subject` is the part that it is about, `opens` the list that shows it."""

    code: AlertCode
    level: Level
    title: str
    message: str
    todo: str
    count: int = 1
    subject: str = ""
    opens: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDue:
    """Open items of one channel, by their limit: `oldest_at` is the limit passed first.

    With `more` only the first were looked at, and there may be others.
    """

    overdue: int = 0
    due_soon: int = 0
    oldest_at: datetime | None = None
    more: bool = False

    def tell(self, count: int) -> str:
        """A number as it is shown: «40+» where counting stopped."""
        return f"{count}+" if self.more else str(count)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualRates:
    """Own words among replies by people: this week and the one before, as parts of wholes."""

    manual: int = 0
    replies: int = 0
    manual_before: int = 0
    replies_before: int = 0

    @property
    def rate(self) -> float:
        """The rate of the last seven days."""
        return self.manual / self.replies if self.replies else 0.0

    @property
    def rate_before(self) -> float:
        """The rate of the week before."""
        return self.manual_before / self.replies_before if self.replies_before else 0.0

    @property
    def has_regressed(self) -> bool:
        """More by the bound at least; a handful of replies proves nothing."""
        enough = min(self.replies, self.replies_before) >= LEAST_REPLIES
        return enough and round(self.rate - self.rate_before, _DIGITS) >= REGRESSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Everything that alerts are judged by."""

    now: datetime
    due: Mapping[Channel, ChannelDue]
    rates: ManualRates
    channels: Mapping[Channel, ChannelSync]
    freshness: Mapping[Channel, Freshness]
    lately: Mapping[Category, str]
    pipeline: Pipeline
    token_expires_at: datetime | None
    failed: int


_WHOSE = {
    Channel.QUESTION: ("вопросы", AlertCode.QUESTIONS_OVERDUE, AlertCode.QUESTIONS_DUE_SOON),
    Channel.REVIEW: ("отзывы", AlertCode.REVIEWS_OVERDUE, AlertCode.REVIEWS_DUE_SOON),
    Channel.CHAT: ("чаты", AlertCode.CHATS_OVERDUE, AlertCode.CHATS_DUE_SOON),
}
_READ = {Category.FEEDBACKS: "отзывы и вопросы", Category.CHAT: "чаты"}
_ORDER = tuple(Level)


def find_alerts(watched: Watched) -> list[Alert]:
    """All that is wrong, the worst first."""
    found = [
        *_deadline_alerts(watched),
        *_quality_alerts(watched.rates),
        *_sync_alerts(watched),
        *_pipeline_alerts(watched.pipeline),
        *_token_alerts(watched),
        *_reply_alerts(watched.failed),
    ]
    return sorted(found, key=lambda one: _ORDER.index(one.level))


def _deadline_alerts(watched: Watched) -> Iterator[Alert]:
    for channel, (name, overdue, soon) in _WHOSE.items():
        due = watched.due.get(channel, ChannelDue())
        opens = {"view": "attention", "channel": channel.value}
        if due.overdue:
            oldest = due.oldest_at or watched.now
            yield Alert(
                code=overdue,
                level=Level.HIGH,
                title=f"Просрочены {name}",
                message=f"Без ответа после крайнего срока: {due.tell(due.overdue)}. "
                f"Самый давний просрочен на {_span(watched.now - oldest)}.",
                todo="Откройте «Нужен ответ» и начните с верхних.",
                count=due.overdue,
                subject=channel.value,
                opens=opens,
            )
        if due.due_soon:
            yield Alert(
                code=soon,
                level=Level.MEDIUM,
                title=f"Скоро выйдет срок: {name}",
                message=f"Крайний срок в течение часа: {due.tell(due.due_soon)}.",
                todo="Ответьте на них в первую очередь.",
                count=due.due_soon,
                subject=channel.value,
                opens=opens,
            )


def _quality_alerts(rates: ManualRates) -> Iterator[Alert]:
    if rates.has_regressed:
        yield Alert(
            code=AlertCode.MANUAL_RATE_REGRESSION,
            level=Level.HIGH,
            title="Черновики стали помогать реже",
            message=f"Ответов с нуля за неделю {as_percent(rates.rate)}, "
            f"было {as_percent(rates.rate_before)}.",
            todo="Посмотрите, на какие обращения вы пишете сами, и дополните тон и карточки.",
            count=rates.manual,
            opens={"list": "sent/*/manual+sent/*/ignored", "days": str(WEEK)},
        )


def _sync_alerts(watched: Watched) -> Iterator[Alert]:
    stale = [one for one, how in watched.freshness.items() if how is Freshness.STALE]
    for channel in stale:
        yield _sync_alert(
            AlertCode.SYNC_STALE,
            Level.HIGH,
            "Новые обращения давно не читались",
            f"Последнее чтение из WB устарело: {_name(channel)}.",
            "Нажмите «Обновить». Если не поможет, проверьте ключ WB в настройках.",
            channel.value,
        )
    for category, lately in watched.lately.items():
        yield from _run_alerts(category, lately)
    for channel, sync in watched.channels.items():
        if (sync.drift or 0) > 0:
            yield _sync_alert(
                AlertCode.SYNC_ZERO_FETCH,
                Level.MEDIUM,
                "У WB больше обращений, чем мы прочитали",
                f"По счёту самого WB не хватает {sync.drift}: {_name(channel)}.",
                "Запустите полную синхронизацию в настройках.",
                channel.value,
                count=sync.drift or 0,
            )


def _run_alerts(category: Category, lately: str) -> Iterator[Alert]:
    failed, name = count_failed(lately), _READ[category]
    if lately and failed / len(lately) > BAD_RUNS:
        yield _sync_alert(
            AlertCode.SYNC_ERRORS,
            Level.HIGH,
            "Чтение из WB часто не удаётся",
            f"Ошибок в последних запусках: {failed} из {len(lately)} ({name}).",
            "Откройте журнал синхронизации: там сказано, что ответил WB.",
            category.value,
            count=failed,
        )
    limited = count_limited(lately, LIMITED_RUNS)
    if limited:
        yield _sync_alert(
            AlertCode.SYNC_RATE_LIMITED,
            Level.MEDIUM,
            "WB ограничивает число запросов",
            f"Чтение идёт медленнее обычного: исчерпан лимит WB для вашего кабинета ({name}).",
            "Проверьте, не пользуется ли тем же ключом другая программа.",
            category.value,
            count=limited,
        )


def _sync_alert(
    code: AlertCode,
    level: Level,
    title: str,
    message: str,
    todo: str,
    subject: str = "",
    count: int = 1,
) -> Alert:
    return Alert(
        code=code,
        level=level,
        title=title,
        message=message,
        todo=todo,
        count=count,
        subject=subject,
        opens={"page": "sync"},
    )


def _pipeline_alerts(pipeline: Pipeline) -> Iterator[Alert]:
    opens = {"page": "pipeline"}
    for function in pipeline.functions:
        if function.state is State.BAD:
            yield Alert(
                code=AlertCode.FUNCTION_DOWN,
                level=Level.CRITICAL,
                title="Часть сервиса не работает",
                message=f"Стоит или ошибается: {function.title}.",
                todo="От вас ничего не нужно: мы видим это. Одобренные ответы не потеряются.",
                subject=function.name,
                opens=opens,
            )
    for queue in pipeline.queues:
        if queue.state is State.BAD:
            yield Alert(
                code=AlertCode.QUEUE_OLD,
                level=Level.MEDIUM,
                title="Задания выполняются с задержкой",
                message=f"{'Приостановлено' if queue.paused else 'Копятся задания'}: "
                f"{queue.title}, ждут {queue.depth}.",
                todo="От вас ничего не нужно: ответы и чтение догонят сами.",
                count=queue.depth,
                subject=queue.name,
                opens=opens,
            )
    for job in pipeline.jobs:
        if job.is_late:
            yield Alert(
                code=AlertCode.TICK_MISSED,
                level=Level.HIGH,
                title="Плановая работа не началась вовремя",
                message=f"Пропущен запуск: {job.title}.",
                todo="От вас ничего не нужно: следующий запуск наверстает.",
                subject=job.name,
                opens=opens,
            )


def _token_alerts(watched: Watched) -> Iterator[Alert]:
    expires_at, now = watched.token_expires_at, watched.now
    if expires_at is None or expires_at - now > TOKEN_SOON:
        return
    dead = is_dead(expires_at, now)
    left = days_left(expires_at, now)
    yield Alert(
        code=AlertCode.TOKEN_EXPIRING,
        level=Level.CRITICAL if dead else Level.HIGH,
        title="Ключ WB истёк" if dead else "Ключ WB скоро истечёт",
        message="Чтение и ответы остановлены." if dead else f"Осталось дней: {left}.",
        todo="Создайте новый ключ в кабинете WB и вставьте его в настройках.",
        count=left,
        opens={"page": "cabinet"},
    )


def _reply_alerts(failed: int) -> Iterator[Alert]:
    if failed:
        yield Alert(
            code=AlertCode.REPLY_NEEDS_ATTENTION,
            level=Level.HIGH,
            title="Ответы ждут вашего решения",
            message=f"Не отправлены или неизвестно, дошли ли: {failed}.",
            todo="Откройте «Не отправлено» и решите по каждому.",
            count=failed,
            opens={"view": "failed"},
        )


def _span(span: timedelta) -> str:
    """Minutes, hours or days: the largest unit of which there are two."""
    if span >= 2 * timedelta(days=1):
        return f"{span.days} дн"
    if span >= 2 * timedelta(hours=1):
        return f"{span // timedelta(hours=1)} ч"
    return f"{span // timedelta(minutes=1)} мин"


def _name(channel: Channel) -> str:
    return _WHOSE[channel][0]
