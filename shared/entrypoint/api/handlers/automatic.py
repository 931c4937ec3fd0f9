"""Answers that leave without a person: presets, trials, the switch, and the journal."""

from shared.domain.automatic.backtest import Backtest, BacktestCase
from shared.domain.automatic.journal import Noted
from shared.domain.automatic.presets import PRESETS
from shared.domain.automatic.words import CHECK_TITLES, say_reason
from shared.domain.errors import NotFound
from shared.domain.ids import InteractionId
from shared.domain.interaction import Interaction
from shared.domain.search.topics import TOPICS
from shared.domain.understanding import Intent
from shared.entrypoint.api.automatic_sections import show_rules, take_rules
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.cursors import open_position, sign_position
from shared.entrypoint.api.devices import name_device
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.shapes.automatic import (
    BacktestAnswer,
    BacktestRequest,
    CountedReason,
    FeedbackRequest,
    JournalAnswer,
    JournalEntryAnswer,
    JournalQuery,
    PresetAnswer,
    PresetsAnswer,
    PreviewAnswer,
    PreviewRequest,
    ReasonAnswer,
    WorstAnswer,
)
from shared.entrypoint.api.shapes.base import Nothing
from shared.usecases.backtest_policy import read_backtest, see_backtest, start_backtest
from shared.usecases.preview_answer import Question, preview_answer
from shared.usecases.read_journal import JournalLine, mark_entry, read_journal
from shared.usecases.stop_answers import stop_answers

_TITLES = {
    Noted.APPROVED: "Отвечено автоматически",
    Noted.SANDBOX: "Ушло бы, но включена проба",
    Noted.HELD: "Оставлено человеку",
    Noted.BLOCKED: "Автоответ запрещён",
}
_PERCENT = 100


def list_presets(_: Call[Nothing, Nothing]) -> Result:
    """Tell ready rules."""
    items = [
        PresetAnswer(name=one.name, title=one.title, says=one.says, **show_rules(one.policy))
        for one in PRESETS
    ]
    return Result(answer=PresetsAnswer(items=items))


def preview(call: Call[PreviewRequest, Nothing]) -> Result:
    """Judge one text."""
    body, outside = call.body, call.outside
    question = Question(
        text=body.text,
        rating=body.rating,
        channel=body.channel,
        nm_id=body.nm_id or 0,
        policy=take_rules(body.policy) if body.policy else None,
    )
    seen = preview_answer(
        call.seller,
        question,
        stores=outside.stores,
        clock=outside.clock,
        judge=outside.judge,
        embedder=outside.embedder,
    )
    intent = seen.item.ai.intent
    return Result(
        answer=PreviewAnswer(
            would_send=seen.would_send,
            outcome=seen.ruling.outcome,
            action=seen.policy.action_of(seen.item.channel, intent.label),
            intent=intent.label,
            intent_title=TOPICS[intent.label],
            confidence=intent.confidence,
            draft=seen.draft,
            promo=seen.promo,
            reasons=[_reason(code) for code in seen.ruling.reasons],
        )
    )


def try_policy(call: Call[BacktestRequest, Nothing]) -> Result:
    """Begin a report on the seller's own past."""
    outside, body = call.outside, call.body
    report = start_backtest(
        call.seller,
        take_rules(body.policy),
        days=body.days,
        seed=body.seed,
        stores=outside.stores,
        queue=outside.queue,
        clock=outside.clock,
    )
    return Result(answer=_report_answer(call, report))


def show_report(call: Call[Nothing, Nothing]) -> Result:
    """Tell a report as far as it got."""
    return Result(answer=_report_answer(call, _find_report(call)))


def see_report(call: Call[Nothing, Nothing]) -> Result:
    """Note that a finished report was looked at."""
    _find_report(call)
    outside = call.outside
    seen = see_backtest(call.seller, call.path["id"], stores=outside.stores, clock=outside.clock)
    return Result(answer=_report_answer(call, seen))


def stop(call: Call[Nothing, Nothing]) -> Result:
    """Turn automatic answers off at once."""
    outside = call.outside
    stop_answers(
        call.seller,
        stores=outside.stores,
        clock=outside.clock,
        ids=outside.ids,
        device=name_device(call.agent),
    )
    return Result()


def list_journal(call: Call[Nothing, JournalQuery]) -> Result:
    """Tell what the system looked at."""
    query = call.query
    purpose = f"auto_journal|{query.outcome or ''}"
    after = open_position(call, purpose, query.cursor)
    found = read_journal(
        call.seller,
        outcome=query.outcome,
        limit=query.limit,
        after=after,
        stores=call.outside.stores,
    )
    shown = found[: query.limit]
    last = (shown[-1].entry.at, shown[-1].entry.id) if len(found) > query.limit else None
    cursor = sign_position(call, purpose, last)
    items = [_entry_answer(line) for line in shown]
    return Result(answer=JournalAnswer(items=items, next_cursor=cursor))


def mark(call: Call[FeedbackRequest, Nothing]) -> Result:
    """Keep a person's opinion of an entry."""
    outside = call.outside
    try:
        line = mark_entry(
            call.seller,
            call.path["id"],
            call.body.feedback,
            stores=outside.stores,
            clock=outside.clock,
        )
    except NotFound as absent:
        raise Refusal(code="not_found") from absent
    return Result(answer=_entry_answer(line))


def _find_report(call: Call[Nothing, Nothing]) -> Backtest:
    try:
        return read_backtest(call.seller, call.path["id"], stores=call.outside.stores)
    except NotFound as absent:
        raise Refusal(code="not_found") from absent


def _reason(code: str) -> ReasonAnswer:
    return ReasonAnswer(code=code, title=say_reason(code))


def _report_answer(
    call: Call[BacktestRequest, Nothing] | Call[Nothing, Nothing], report: Backtest
) -> BacktestAnswer:
    store = call.outside.stores.of_seller(call.seller)
    names = [one.interaction for one in report.worst]
    items = store.get_many(Interaction, names) if names and report.finished_at else {}
    reasons = sorted(report.reasons.items(), key=lambda one: (-one[1], one[0]))
    return BacktestAnswer(
        id=report.id,
        policy=report.policy_hash,
        days=report.days,
        seed=report.seed,
        since=report.since,
        until=report.until,
        created_at=report.created_at,
        finished_at=report.finished_at,
        seen_at=report.seen_at,
        reviews=report.reviews,
        send=report.send,
        hold=report.hold,
        block=report.block,
        reasons=[
            CountedReason(code=code, title=say_reason(code), count=count) for code, count in reasons
        ],
        compared=report.compared,
        alike_percent=round(_PERCENT * report.alike / report.compared) if report.compared else 0,
        regretted=report.regretted,
        worst=[
            _worst_answer(one, items[one.interaction].value)
            for one in report.worst
            if one.interaction in items
        ],
    )


def _worst_answer(case: BacktestCase, item: Interaction) -> WorstAnswer:
    source = item.source
    words = (source.text, source.pros, source.cons, ", ".join(source.tags))
    return WorstAnswer(
        interaction=InteractionId(case.interaction),
        rating=case.rating,
        confidence=case.confidence,
        review="\n".join(one for one in words if one.strip()),
        text=case.text,
        answer=case.answer or None,
        regrets=case.regrets,
    )


def _entry_answer(line: JournalLine) -> JournalEntryAnswer:
    entry, reply = line.entry, line.reply
    return JournalEntryAnswer(
        id=entry.id,
        at=entry.at,
        interaction=entry.interaction,
        outcome=entry.outcome,
        title=_TITLES[entry.outcome],
        rule=entry.rule,
        intent_title=TOPICS[Intent(entry.intent)],
        confidence=entry.confidence,
        rating=entry.rating,
        nm_id=entry.nm_id,
        text=entry.text,
        code=entry.code or None,
        reasons=[_reason(code) for code in entry.reasons],
        checks=[CHECK_TITLES[name] for name in entry.passed if name in CHECK_TITLES],
        reply=entry.reply,
        reply_state=reply.state if reply else None,
        sends_at=entry.sends_at,
        feedback=entry.feedback,
    )
