"""The seller's numbers, each with the list that it counts."""

from datetime import UTC, datetime, time

from shared.domain.analytics.periods import Period, last_days
from shared.domain.analytics.quality import measure_day, measure_quality
from shared.domain.analytics.ratings import (
    measure_effect,
    measure_ratings,
    measure_topics,
    products_of,
)
from shared.domain.analytics.revenue import measure_revenue
from shared.domain.analytics.shares import differ
from shared.domain.analytics.timing import (
    measure_deadlines,
    measure_waits,
    rules_of,
    within_a_day,
)
from shared.domain.deadlines.words import row_words
from shared.domain.interaction import Channel
from shared.entrypoint.api.analytics_answers import (
    compliance_row,
    effect_answer,
    goal_answer,
    history_point,
    number_answer,
    period_answer,
    quality_row,
    rating_answer,
    share_answer,
    topic_answer,
    wait_answer,
)
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.cursors import open_position, sign_position
from shared.entrypoint.api.handlers.inbox import rows
from shared.entrypoint.api.shapes.analytics import (
    AnalyticsQuery,
    AssumptionsAnswer,
    BuyerQuoteAnswer,
    CompareQuery,
    ComplianceAnswer,
    CountedAnswer,
    CountedQuery,
    GoalsAnswer,
    PeriodQuery,
    ProductRatingAnswer,
    QualityAnswer,
    QualityHistoryAnswer,
    RangeAnswer,
    RatingsAnswer,
    ResponseTimeAnswer,
    RevenueAnswer,
    RevenueQuery,
    TopicsAnswer,
    TopicsQuery,
)
from shared.entrypoint.api.shapes.base import Nothing
from shared.usecases.find_card import read_names
from shared.usecases.read_figures import (
    Found,
    counted_at,
    list_counted,
    read_each_day,
    read_each_month,
    read_figures,
    read_periods,
)
from shared.usecases.read_goals import read_goals
from shared.usecases.read_quotes import read_quotes

MOST_PRODUCTS = 50
# So many are shown at once, and each name is one more document.
NAMED_PRODUCTS = 10
# So many days are read each by itself.
MOST_POINTS = 76
QUOTED_TOPICS = 5
CHANNEL_WORDS = {
    Channel.REVIEW: "Отзывы",
    Channel.QUESTION: "Вопросы",
    Channel.CHAT: "Чаты: ответы отсюда",
}
REVENUE_NOTE = (
    "Оценка, а не прогноз: этих долей на Wildberries никто не измерял. "
    "Воронки продаж здесь нет: для неё нужен ключ WB с другим доступом."
)


def show_quality(call: Call[Nothing, CompareQuery]) -> Result:
    """How replies came about."""
    query, now = call.query, call.now
    period = last_days(query.days, now)
    wanted = (period, period.before) if query.compare else (period,)
    found, *earlier = read_periods(call.seller, wanted, now, stores=call.outside.stores)
    totals = measure_quality(found.counts, query.channel, now)
    before = measure_quality(earlier[0].counts, query.channel, now) if earlier else None
    channels = [query.channel] if query.channel else list(Channel)
    by_channel = [quality_row(one, measure_quality(found.counts, one, now)) for one in channels]
    answer = QualityAnswer(
        period=period_answer(period, found.counted_at),
        totals=quality_row(query.channel, totals),
        by_channel=[row for row in by_channel if row.total.value or row.automatic.value],
        before=quality_row(query.channel, before) if before else None,
        differs=differ(
            (totals.accepted.part.value, totals.accepted.whole.value),
            (before.accepted.part.value, before.accepted.whole.value),
        )
        if before
        else None,
    )
    return Result(answer=answer)


def show_history(call: Call[Nothing, AnalyticsQuery]) -> Result:
    """Every day apart, or every month where there are too many days."""
    period, stores = last_days(call.query.days, call.now), call.outside.stores
    by_days = period.days <= MOST_POINTS
    read = read_each_day if by_days else read_each_month
    points = [
        history_point(measure_day(day, counts, call.query.channel, call.now))
        for day, counts in read(call.seller, period, call.now, stores=stores).items()
    ]
    answer = QualityHistoryAnswer(
        period=period_answer(period, counted_at(stores.of_seller(call.seller))),
        unit="day" if by_days else "month",
        points=points,
    )
    return Result(answer=answer)


def show_response_time(call: Call[Nothing, AnalyticsQuery]) -> Result:
    """How long buyers waited."""
    period, found = _read(call, call.query)
    waits = measure_waits(found.counts, call.query.channel)
    answer = ResponseTimeAnswer(
        period=period_answer(period, found.counted_at),
        whole=wait_answer(waits.whole),
        by_channel={name: wait_answer(one) for name, one in waits.by_channel.items()},
        by_hour={name: wait_answer(one) for name, one in waits.by_hour.items()},
        by_rule={name: wait_answer(one) for name, one in waits.by_rule.items()},
        rule_words={name: row_words(name) for name in waits.by_rule if name},
        groups=waits.groups,
    )
    return Result(answer=answer)


def show_compliance(call: Call[Nothing, AnalyticsQuery]) -> Result:
    """How many answers came in time."""
    query, now = call.query, call.now
    period, found = _read(call, query)
    counts, mine = found.counts, query.channel.value if query.channel else "*"
    channels = [query.channel] if query.channel else list(Channel)
    rules = rules_of({name: one for name, one in counts.items() if _is_of(name, mine)})
    answer = ComplianceAnswer(
        period=period_answer(period, found.counted_at),
        channels=[
            compliance_row(one, CHANNEL_WORDS[one], measure_deadlines(counts, one, "*", now))
            for one in channels
        ],
        rules=[
            compliance_row(one, row_words(one), measure_deadlines(counts, mine, one, now))
            for one in rules
            if one
        ],
        reviews_in_a_day=share_answer(within_a_day(counts, Channel.REVIEW, now)),
    )
    return Result(answer=answer)


def show_ratings(call: Call[Nothing, PeriodQuery]) -> Result:
    """Stars of all products and of each, and what happened behind answers."""
    now, stores = call.now, call.outside.stores
    period, found = _read(call, call.query)
    own = read_figures(call.seller, period, now, stores=stores, by_product=True).counts
    every = products_of(own)[:MOST_PRODUCTS]
    articles = [int(name) for name in every[:NAMED_PRODUCTS]]
    names = read_names(call.seller, articles, stores=stores)
    products = [
        ProductRatingAnswer(
            nm_id=int(name),
            name=names.get(int(name), ""),
            rating=rating_answer(measure_ratings(own, now, name)),
            complaints=sum(one.complaints for one in measure_topics(own, now, product=name)),
        )
        for name in every
    ]
    answer = RatingsAnswer(
        period=period_answer(period, found.counted_at),
        whole=rating_answer(measure_ratings(found.counts, now)),
        products=products,
        effect=effect_answer(measure_effect(found.counts)),
    )
    return Result(answer=answer)


def show_topics(call: Call[Nothing, TopicsQuery]) -> Result:
    """What buyers speak of."""
    query, now = call.query, call.now
    period, found = _read(call, query)
    topics = measure_topics(
        found.counts, now, channel=query.channel.value if query.channel else "*"
    )
    wanted = [one.label for one in topics[:QUOTED_TOPICS] if one.complaints] if query.quotes else []
    quotes = read_quotes(
        call.seller, period, wanted, channel=query.channel, stores=call.outside.stores
    )
    answer = TopicsAnswer(
        period=period_answer(period, found.counted_at),
        topics=[
            topic_answer(
                one,
                [
                    BuyerQuoteAnswer(interaction=item, text=text)
                    for item, text in quotes.get(one.label, [])
                ],
            )
            for one in topics
        ],
    )
    return Result(answer=answer)


def show_revenue(call: Call[Nothing, RevenueQuery]) -> Result:
    """What bad reviews may cost, and answers may save."""
    period, found = _read(call, call.query)
    known = measure_revenue(found.counts, period.days, call.query.order_value, call.now)
    answer = RevenueAnswer(
        period=period_answer(period, found.counted_at),
        negative=number_answer(known.negative),
        answered=number_answer(known.answered),
        fast=number_answer(known.fast),
        unanswered=number_answer(known.unanswered),
        at_risk=RangeAnswer.model_validate(known.at_risk),
        at_risk_monthly=RangeAnswer.model_validate(known.at_risk_monthly),
        saved=RangeAnswer.model_validate(known.saved),
        could_be_saved=RangeAnswer.model_validate(known.could_be_saved),
        risk_per_review=RangeAnswer.model_validate(known.risk_per_review),
        saving_per_review=RangeAnswer.model_validate(known.saving_per_review),
        assumptions=[AssumptionsAnswer.model_validate(one) for one in known.views],
        conversion=share_answer(known.conversion) if known.conversion else None,
        note=REVENUE_NOTE,
    )
    return Result(answer=answer)


def show_goals(call: Call[Nothing, PeriodQuery]) -> Result:
    """The six goals."""
    period, stores = last_days(call.query.days, call.now), call.outside.stores
    goals = read_goals(call.seller, period, stores=stores, clock=call.outside.clock)
    fresh = counted_at(stores.of_seller(call.seller))
    answer = GoalsAnswer(
        period=period_answer(period, fresh), goals=[goal_answer(one) for one in goals]
    )
    return Result(answer=answer)


def list_behind(call: Call[Nothing, CountedQuery]) -> Result:
    """What a number counts."""
    query = call.query
    period, purpose = last_days(query.days, call.now), f"counted {query.days} {query.list}"
    place = open_position(call, purpose, query.cursor)
    found = list_counted(
        call.seller,
        period,
        query.list,
        call.now,
        stores=call.outside.stores,
        after=(place[0].date(), int(place[1])) if place else None,
    )
    day, skip = found.after or (period.first, 0)
    after = (datetime.combine(day, time(), UTC), str(skip)) if found.after else None
    return Result(
        answer=CountedAnswer(
            items=rows(call, found.items), next_cursor=sign_position(call, purpose, after)
        )
    )


def _read(call: Call[Nothing, PeriodQuery], query: PeriodQuery) -> tuple[Period, Found]:
    period = last_days(query.days, call.now)
    return period, read_figures(call.seller, period, call.now, stores=call.outside.stores)


def _is_of(name: str, channel: str) -> bool:
    return channel == "*" or name.split("/")[1] == channel
