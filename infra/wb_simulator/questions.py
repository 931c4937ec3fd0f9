"""Questions of one seller: an answer is shown late, and has no state of its own."""

from dataclasses import dataclass
from typing import Any

from infra.wb_simulator.bodies import dump
from infra.wb_simulator.clock import DAY, moscow_midnight, parse_iso, to_precise_iso
from infra.wb_simulator.context import Context
from infra.wb_simulator.timeline import Timeline

EDITABLE_FOR = 60 * DAY
NEW = "suppliersPortalSynch"
Body = dict[str, Any]


@dataclass(slots=True)
class Question:
    """The public body beside an answer that is not shown yet."""

    body: Body
    created: float
    answered_at: float | None = None
    moderate_at: float | None = None
    pending: dict[str, Any] | None = None
    cached: bytes | None = None

    @property
    def id(self) -> str:
        """Twenty characters."""
        return str(self.body["id"])

    @property
    def is_answered(self) -> bool:
        """A rejected question has left the queue as well."""
        return self.body["answer"] is not None or self.body["state"] == "none"

    def to_row(self) -> Body:
        """Everything but the cache."""
        return {
            "body": self.body,
            "created": self.created,
            "answered_at": self.answered_at,
            "moderate_at": self.moderate_at,
            "pending": self.pending,
        }

    def as_json(self) -> bytes:
        """Serialised once per change."""
        if self.cached is None:
            self.cached = dump(self.body)
        return self.cached


class Questions:
    """All questions of one seller."""

    def __init__(self, seller: str, context: Context) -> None:
        self._seller = seller
        self._context = context
        self._all: dict[str, Question] = {}
        self._timeline = Timeline()

    def __len__(self) -> int:
        return len(self._all)

    def find(self, question_id: str) -> Question | None:
        """Ids of other sellers are as unknown as invented ones."""
        return self._all.get(question_id)

    def everything(self) -> list[Question]:
        """Oldest first."""
        return [self._all[key] for key in self._timeline.between(None, None)]

    def add(self, body: Body) -> Question:
        """A body must be complete; an answer in it is already shown."""
        answer = body["answer"]
        question = Question(
            body=body,
            created=parse_iso(body["createdDate"]),
            answered_at=parse_iso(answer["createDate"]) if answer else None,
        )
        self._register(question)
        self._save(question)
        return question

    def restore(self, row: Body) -> None:
        """Take back a saved row and its appointments."""
        self._register(Question(**row))

    def remove(self, question_id: str) -> bool:
        """The buyer took the question back."""
        question = self._all.pop(question_id, None)
        if question is None:
            return False
        self._timeline.remove(question.created, question_id)
        self._context.store.delete("question", self._seller, question_id)
        return True

    def change(self, question: Question, fields: Body) -> None:
        """Visible fields change; the age stays."""
        question.body.update(fields)
        self._save(question)

    def answer(self, question: Question, text: str, state: str, now: float) -> bool:
        """Answer, or use the one edit; false where WB says it could not be edited."""
        if not self._may_write(question, now):
            return False
        is_edit = question.is_answered or question.pending is not None
        visible_at = now + self._context.settings.question_visible_seconds
        question.pending = {
            "text": text,
            "state": state,
            "at": now,
            "visible_at": visible_at,
            "is_edit": is_edit,
        }
        self._settle_question(question, now)
        return True

    def answer_in_cabinet(self, question: Question, text: str, now: float) -> None:
        """Staff answers past the API and past the delays."""
        question.pending = None
        question.moderate_at = None
        self._show(question, text=text, state="wbRu", at=now, editable=True)
        self._save(question)

    def withdraw(self, question: Question) -> bool:
        """Moderation refused the answer: it vanishes and the question is new again."""
        if question.body["answer"] is None and question.pending is None:
            return False
        question.pending = question.moderate_at = question.answered_at = None
        question.body.update({"answer": None, "state": NEW})
        self._save(question)
        return True

    def release(self, question: Question, now: float) -> bool:
        """Show a hidden answer at once and end its moderation."""
        if question.pending is None and question.moderate_at is None:
            return False
        if question.pending is not None:
            question.pending["visible_at"] = now
            self._settle_question(question, now)
        question.moderate_at = None
        self._save(question)
        return True

    def in_review(self) -> list[Question]:
        """Answers that are hidden or may still vanish."""
        return [item for item in self._all.values() if item.pending or item.moderate_at]

    def settle(self, question_id: str, now: float) -> None:
        """Do what has become due; a removed question has nothing due."""
        question = self._all.get(question_id)
        if question is not None:
            self._settle_question(question, now)

    def select(
        self, *, answered: bool, nm: int | None, start: float | None, end: float | None
    ) -> list[Question]:
        """One of WB's two lists, oldest first."""
        found = (self._all[key] for key in self._timeline.between(start, end))
        return [
            question
            for question in found
            if question.is_answered == answered
            and nm in (None, question.body["productDetails"]["nmId"])
        ]

    def counts(self) -> dict[str, int]:
        """The two counters beside each list."""
        answered = sum(question.is_answered for question in self._all.values())
        return {"countUnanswered": len(self._all) - answered, "countArchive": answered}

    def waiting_today(self, now: float) -> int:
        """Unanswered questions asked since the Moscow midnight."""
        midnight = moscow_midnight(now)
        waiting = (item for item in self._all.values() if not item.is_answered)
        return sum(question.created >= midnight for question in waiting)

    def has_new(self) -> bool:
        """Unviewed, not unanswered."""
        return any(not q.body["wasViewed"] and not q.is_answered for q in self._all.values())

    def _may_write(self, question: Question, now: float) -> bool:
        answer = question.body["answer"]
        if question.pending is not None:
            return not question.pending["is_edit"]
        if answer is None:
            return True
        answered_at = question.answered_at or now
        return bool(answer["editable"]) and now - answered_at <= EDITABLE_FOR

    def _register(self, question: Question) -> None:
        if question.id not in self._all:
            self._timeline.add(question.created, question.id)
        self._all[question.id] = question
        self._make_appointments(question)

    def _save(self, question: Question) -> None:
        question.cached = None
        self._context.store.save("question", self._seller, question.id, question.to_row())

    def _make_appointments(self, question: Question) -> None:
        due = [question.moderate_at]
        if question.pending is not None:
            due.append(question.pending["visible_at"])
        answer = question.body["answer"]
        if question.answered_at is not None and answer and answer["editable"]:
            due.append(question.answered_at + EDITABLE_FOR)
        for moment in due:
            if moment is not None:
                self._context.agenda.add(moment, "questions", self._seller, question.id)

    def _settle_question(self, question: Question, now: float) -> None:
        pending = question.pending
        if pending is not None and pending["visible_at"] <= now:
            question.pending = None
            editable = not pending["is_edit"]
            at = pending["at"]
            self._show(
                question, text=pending["text"], state=pending["state"], at=at, editable=editable
            )
            if self._context.settings.moderation == "auto":
                question.moderate_at = at + self._context.settings.moderation_seconds
        if question.moderate_at is not None and question.moderate_at <= now:
            question.moderate_at = None
            self._moderate(question)
        answer = question.body["answer"]
        answered_at = question.answered_at
        if answer and answered_at is not None and answered_at + EDITABLE_FOR <= now:
            answer["editable"] = False
        self._save(question)
        self._make_appointments(question)

    def _show(
        self, question: Question, *, text: str, state: str, at: float, editable: bool
    ) -> None:
        if question.answered_at is None:
            question.answered_at = at
        question.body["answer"] = {
            "text": text,
            "editable": editable,
            "createDate": to_precise_iso(at),
        }
        question.body["state"] = state
        question.body["wasViewed"] = True

    def _moderate(self, question: Question) -> None:
        text = question.body["answer"]["text"].lower()
        if any(word.lower() in text for word in self._context.settings.forbidden_words):
            self.withdraw(question)
