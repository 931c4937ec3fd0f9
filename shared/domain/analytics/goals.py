"""The six goals that a seller can check, each with its parts and a verdict."""

from datetime import datetime
from enum import StrEnum

from shared.domain.analytics.counts import Counts
from shared.domain.analytics.shares import Share, Tally, share
from shared.domain.analytics.timing import measure_deadlines, within_a_day
from shared.domain.analytics.uptime import Tries
from shared.domain.dataclass import dataclass
from shared.domain.interaction import Channel


class Verdict(StrEnum):
    """What the numbers say; of nothing they say nothing."""

    MET = "met"
    MISSED = "missed"
    NO_DATA = "no_data"


class GoalCode(StrEnum):
    """Which goal."""

    QUESTIONS_IN_TIME = "questions_in_time"
    REVIEWS_IN_A_DAY = "reviews_in_a_day"
    DRAFTS_UNCHANGED = "drafts_unchanged"
    HARMFUL = "harmful"
    SYNC_SUCCESS = "sync_success"
    AVAILABILITY = "availability"


_WORDS = {
    GoalCode.QUESTIONS_IN_TIME: (
        "Вопросы отвечены вовремя",
        "Ответ до крайнего срока по вашей таблице; вопросы, срок которых ещё не вышел, не входят",
    ),
    GoalCode.REVIEWS_IN_A_DAY: (
        "Отзывы отвечены за 24 часа",
        "Отзывы, которым нужен ответ; ответы в кабинете WB с неизвестным временем не входят",
    ),
    GoalCode.DRAFTS_UNCHANGED: (
        "Черновики отправлены без правок",
        "Из ответов, перед которыми вы видели черновик",
    ),
    GoalCode.HARMFUL: (
        "Вредные ответы",
        "Отправленные ответы, которые не прошли строгую проверку, отклонены WB или отмечены 👎",
    ),
    GoalCode.SYNC_SUCCESS: (
        "Синхронизация без ошибок",
        "Запуски чтения из WB по вашему кабинету",
    ),
    GoalCode.AVAILABILITY: (
        "Сервис доступен",
        "Запросы ко всему сервису без ошибки на нашей стороне",
    ),
}
_TARGETS = {
    GoalCode.QUESTIONS_IN_TIME: 0.85,
    GoalCode.REVIEWS_IN_A_DAY: 0.70,
    GoalCode.DRAFTS_UNCHANGED: 0.60,
    GoalCode.HARMFUL: 0.02,
    GoalCode.SYNC_SUCCESS: 0.99,
    GoalCode.AVAILABILITY: 0.995,
}
_AT_MOST = frozenset({GoalCode.HARMFUL})
_DRAFTED = "sent/*/accepted+sent/*/edited+sent/*/ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One goal: `at_most` where less is better; `lists` what misses it."""

    code: GoalCode
    title: str
    explains: str
    target: float
    at_most: bool
    share: Share
    misses: str
    verdict: Verdict


def measure_goals(counts: Counts, sync: Tries, service: Tries, now: datetime) -> list[Goal]:
    """All six, in the order in which they are shown."""
    questions = measure_deadlines(counts, Channel.QUESTION, "*", now).in_limit
    reviews = within_a_day(counts, Channel.REVIEW, now)
    late = f"met/{Channel.QUESTION}/*/limit/late+due/{Channel.QUESTION}/*/limit/<now"
    day_late = f"day/{Channel.REVIEW}/late+day_due/{Channel.REVIEW}/<now"
    drafts = share(counts, "sent/*/accepted", _DRAFTED, now)
    harmful = share(counts, "harmful/*", "outcome/*/confirmed", now)
    return [
        judge(GoalCode.QUESTIONS_IN_TIME, questions, late),
        judge(GoalCode.REVIEWS_IN_A_DAY, reviews, day_late),
        judge(GoalCode.DRAFTS_UNCHANGED, drafts, "sent/*/edited+sent/*/ignored"),
        judge(GoalCode.HARMFUL, harmful, "harmful/*"),
        judge(GoalCode.SYNC_SUCCESS, _tried(sync), ""),
        judge(GoalCode.AVAILABILITY, _tried(service), ""),
    ]


def judge(code: GoalCode, found: Share, misses: str) -> Goal:
    """Exactly on target is met; the share is compared as it is, not as it is shown."""
    part, whole, target = found.part.value, found.whole.value, _TARGETS[code]
    at_most = code in _AT_MOST
    verdict = Verdict.NO_DATA
    if whole:
        met = part <= target * whole if at_most else part >= target * whole
        verdict = Verdict.MET if met else Verdict.MISSED
    title, explains = _WORDS[code]
    return Goal(
        code=code,
        title=title,
        explains=explains,
        target=target,
        at_most=at_most,
        share=found,
        misses=misses,
        verdict=verdict,
    )


def _tried(tries: Tries) -> Share:
    return Share(part=Tally(value=tries.ok, lists=""), whole=Tally(value=tries.total, lists=""))
