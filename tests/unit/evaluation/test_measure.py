from shared.domain.interaction import Channel
from shared.domain.understanding import (
    Alarm,
    Escalation,
    Intent,
    IntentLabel,
    Quote,
    Sentiment,
    Topic,
)
from tests.evaluation.layers import Layer
from tests.evaluation.lines import Line, Task
from tests.evaluation.measure import measure_baseline, measure_lines

THANKS = IntentLabel(
    label=Intent.THANKS, confidence=0.8, method="rules", evidence=(Quote(text="спасибо"),)
)
CALM = Layer(
    name="calm",
    read_intent=lambda channel, text: THANKS,
    read_topics=lambda text: [
        Topic(label=Intent.THANKS, sentiment=Sentiment.POSITIVE, confidence=0.9)
    ],
    read_alarms=lambda channel, text: (
        [Escalation(alarm=Alarm.HEALTH, evidence=(Quote(text="ожог"),))] if "ожог" in text else []
    ),
)


def line(task: Task, text: str, channel: Channel = Channel.CHAT, **label) -> Line:
    return Line(task=task, channel=channel, text=text, number=7, source="a.tsv", **label)


def test_a_miss_tells_truth_guess_and_why() -> None:
    result = measure_lines([line(Task.INTENT, "Где?\nАу", intent="delivery_status")], CALM)

    assert result.misses == [
        "a.tsv:7 intent/chat: delivery_status ← thanks 0.80 rules «спасибо» | Где? Ау"
    ]
    assert result.figures["chat_accuracy"] == 0


def test_an_older_label_is_right_when_the_union_is() -> None:
    lines = [
        line(Task.INTENT, "Спасибо", Channel.QUESTION, intent="general_question"),
        line(Task.INTENT, "Когда?", Channel.QUESTION, intent="availability_delivery"),
        line(Task.INTENT, "Ок", Channel.QUESTION, intent="thanks"),
    ]

    result = measure_lines(lines, CALM)

    assert result.figures["intent6_accuracy"] == 2 / 3
    assert result.figures["intent_accuracy"] == 1
    assert len(result.misses) == 1


def test_topics_and_reasons_are_compared_as_sets() -> None:
    lines = [
        line(Task.TOPIC, "Спасибо", Channel.REVIEW, topics={Intent.THANKS: Sentiment.POSITIVE}),
        line(Task.TOPIC, "Мал", Channel.REVIEW, topics={Intent.SIZING_FIT: None}),
        line(Task.ESCALATION, "ожог", alarms=frozenset({Alarm.HEALTH})),
        line(Task.ESCALATION, "суд", alarms=frozenset({Alarm.LEGAL})),
    ]

    result = measure_lines(lines, CALM)

    assert result.figures["topic_sentiment"] == 1
    assert result.figures["escalation_recall"] == 0.5
    assert result.figures["escalation_precision"] == 1
    assert [miss.split(" | ")[0] for miss in result.misses] == [
        "a.tsv:7 topic/review: sizing_fit:? ← thanks:positive 0.90",
        "a.tsv:7 escalation/chat: legal ← none",
    ]


def test_replies_are_judged_by_the_guardrails_that_exist() -> None:
    lines = [
        line(Task.GUARD, "Пишите на a@b.ru, поможем вам", Channel.REVIEW, blocked=True),
        line(Task.GUARD, "Спасибо за подробный отзыв!", Channel.REVIEW),
    ]

    result = measure_lines(lines, CALM)

    assert result.figures == {"guard_recall": 1, "guard_precision": 1}
    assert result.misses == []


def test_what_a_layer_cannot_do_gives_no_figure() -> None:
    bare = Layer(name="bare", read_intent=CALM.read_intent)

    result = measure_lines([line(Task.TOPIC, "Спасибо", topics={})], bare)

    assert result.figures == {}


def test_the_baseline_reads_questions_in_the_older_labels_and_chats_in_its_own() -> None:
    figures = measure_baseline(
        [
            line(Task.INTENT, "Какой размер?", Channel.QUESTION, intent="sizing_fit"),
            line(Task.INTENT, "Спасибо", intent="thanks"),
            line(Task.INTENT, "Где он?", intent="delivery_status"),
            line(Task.ESCALATION, "Посуда целая"),
            line(Task.GUARD, "Гарантируем качество", blocked=True),
        ]
    )

    assert figures["baseline_question_accuracy"] == 1
    assert figures["baseline_chat_accuracy"] == 0.5
    assert figures["baseline_accuracy"] == 2 / 3
    assert figures["baseline_escalation_precision"] == 0
    assert figures["guard_baseline_recall"] == 1
