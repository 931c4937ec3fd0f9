"""Whether a shop is ready to work by this inbox alone: eight checks, and who may say no."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.analytics.alerts import ChannelDue, ManualRates
from shared.domain.analytics.shares import as_percent
from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel
from shared.domain.sync.state import ChannelSync, SyncStatus


class Outcome(StrEnum):
    """What a check found."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


class CheckCode(StrEnum):
    """Which check."""

    SYNC = "sync_freshness"
    COVERAGE = "channel_coverage"
    CHATS = "channel_coverage_recommended"
    OVERDUE = "question_sla_overdue"
    MANUAL = "quality_manual_rate"
    REGRESSION = "quality_regression"
    BACKLOG = "open_backlog"
    ACTIVITY = "reply_activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where the checks draw their lines."""

    max_sync_age_minutes: int = 30
    max_overdue_questions: int = 0
    max_manual_rate: float = 0.6
    max_open_backlog: int = 250
    min_reply_activity: int = 1
    reply_activity_window_days: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the checks look at; `items` and `newest_change_at` leave examples out."""

    now: datetime
    channels: Mapping[Channel, ChannelSync]
    items: Mapping[Channel, int]
    newest_change_at: datetime | None
    questions: ChannelDue
    month_rate: float
    rates: ManualRates
    backlog: int
    replies: int
    answered_elsewhere: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: a `blocker` that fails is a no."""

    code: CheckCode
    title: str
    status: Outcome
    blocker: bool
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """The verdict and why."""

    is_go: bool
    checks: list[Check]
    blockers: list[CheckCode]
    thresholds: Thresholds


def judge_readiness(known: Known, limits: Thresholds) -> Readiness:
    """Go unless a blocker has failed."""
    checks = [
        _check_sync(known, limits),
        _check_coverage(known),
        _check_chats(known),
        _check_overdue(known, limits),
        _check_manual(known, limits),
        _check_regression(known),
        _check_backlog(known, limits),
        _check_activity(known, limits),
    ]
    blockers = [one.code for one in checks if one.blocker and one.status is Outcome.FAIL]
    return Readiness(is_go=not blockers, checks=checks, blockers=blockers, thresholds=limits)


def _check_sync(known: Known, limits: Thresholds) -> Check:
    title, longest = "Данные из WB свежие", timedelta(minutes=limits.max_sync_age_minutes)
    wanted = [known.channels[one] for one in (Channel.REVIEW, Channel.QUESTION)]
    read = [one.last_success_at for one in wanted if one.last_success_at is not None]
    broken = any(one.status in (SyncStatus.FAILED, SyncStatus.PARKED) for one in wanted)
    running = any(one.status is SyncStatus.RUNNING for one in wanted)
    if broken:
        return _made(CheckCode.SYNC, title, Outcome.FAIL, "Чтение из WB остановилось с ошибкой")
    if len(read) < len(wanted):
        moved = known.newest_change_at
        fresh = moved is not None and known.now - moved <= longest
        words = "Полного чтения ещё не было, но данные приходят" if fresh else "Чтения ещё не было"
        return _made(CheckCode.SYNC, title, Outcome.PASS if fresh else Outcome.FAIL, words)
    age = known.now - min(read)
    minutes = int(age / timedelta(minutes=1))
    words = f"Прочитано {minutes} мин назад" if minutes else "Прочитано только что"
    if age > longest:
        return _made(CheckCode.SYNC, title, Outcome.FAIL, words)
    return _made(CheckCode.SYNC, title, Outcome.WARN if running else Outcome.PASS, words)


def _check_coverage(known: Known) -> Check:
    missing = [one for one in (Channel.REVIEW, Channel.QUESTION) if not known.items.get(one)]
    words = {Channel.REVIEW: "отзывов", Channel.QUESTION: "вопросов"}
    details = "Нет " + " и ".join(words[one] for one in missing) if missing else "Есть оба"
    outcome = Outcome.FAIL if missing else Outcome.PASS
    return _made(CheckCode.COVERAGE, "Отзывы и вопросы читаются", outcome, details)


def _check_chats(known: Known) -> Check:
    has = bool(known.items.get(Channel.CHAT))
    details = "Чаты есть" if has else "Чатов пока нет: проверьте доступ ключа к чатам"
    outcome = Outcome.PASS if has else Outcome.WARN
    return _made(CheckCode.CHATS, "Чаты читаются", outcome, details, blocker=False)


def _check_overdue(known: Known, limits: Thresholds) -> Check:
    due, most = known.questions, limits.max_overdue_questions
    details = f"Просрочено {due.tell(due.overdue)}, допустимо {most}"
    # Where counting stopped there may be any number: what is not known is no pass.
    outcome = Outcome.PASS if due.overdue <= most and not due.more else Outcome.FAIL
    return _made(CheckCode.OVERDUE, "Нет просроченных вопросов", outcome, details)


def _check_manual(known: Known, limits: Thresholds) -> Check:
    most = limits.max_manual_rate
    details = f"Ответов с нуля {as_percent(known.month_rate)}, допустимо {as_percent(most)}"
    outcome = Outcome.PASS if known.month_rate <= most else Outcome.WARN
    return _made(CheckCode.MANUAL, "Черновики помогают", outcome, details, blocker=False)


def _check_regression(known: Known) -> Check:
    worse = known.rates.has_regressed
    details = (
        f"За неделю {as_percent(known.rates.rate)}, было {as_percent(known.rates.rate_before)}"
    )
    outcome = Outcome.WARN if worse else Outcome.PASS
    return _made(CheckCode.REGRESSION, "Качество не падает", outcome, details, blocker=False)


def _check_backlog(known: Known, limits: Thresholds) -> Check:
    details = f"Без ответа {known.backlog}, допустимо {limits.max_open_backlog}"
    outcome = Outcome.PASS if known.backlog <= limits.max_open_backlog else Outcome.WARN
    return _made(CheckCode.BACKLOG, "Очередь посильна", outcome, details, blocker=False)


def _check_activity(known: Known, limits: Thresholds) -> Check:
    least = limits.min_reply_activity
    enough = known.replies >= least or known.answered_elsewhere >= least
    details = f"Ответов отсюда {known.replies}, из кабинета WB {known.answered_elsewhere}"
    outcome = Outcome.PASS if enough else Outcome.WARN
    return _made(CheckCode.ACTIVITY, "На обращения отвечают", outcome, details, blocker=False)


def _made(
    code: CheckCode, title: str, status: Outcome, details: str, *, blocker: bool = True
) -> Check:
    return Check(code=code, title=title, status=status, blocker=blocker, details=details)
