"""Reviews of one seller: what WB shows, and the rules by which it changes."""

from dataclasses import dataclass
from typing import Any

from infra.wb_simulator.bodies import dump
from infra.wb_simulator.clock import DAY, moscow_midnight, parse_iso
from infra.wb_simulator.context import Context
from infra.wb_simulator.timeline import Timeline

ARCHIVED_AFTER = 30 * DAY
EDITABLE_FOR = 60 * DAY
Body = dict[str, Any]


@dataclass(slots=True)
class Review:
    """The public body beside what WB knows and does not tell."""

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
    def has_content(self) -> bool:
        """WB's own sense of content: buyer tags alone do not count."""
        texts = (self.body["text"], self.body["pros"], self.body["cons"])
        has_text = any(text.strip() for text in texts)
        return has_text or bool(self.body["photoLinks"]) or bool(self.body["video"])

    @property
    def is_waiting(self) -> bool:
        """Unanswered in WB's sense, whatever the age."""
        return self.has_content and self.body["answer"] is None

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


class Reviews:
    """All reviews of one seller."""

    def __init__(self, seller: str, context: Context) -> None:
        self._seller = seller
        self._context = context
        self._all: dict[str, Review] = {}
        self._timeline = Timeline()
        self._waiting: set[str] = set()

    def __len__(self) -> int:
        return len(self._all)

    def find(self, review_id: str) -> Review | None:
        """Ids of other sellers are as unknown as invented ones."""
        return self._all.get(review_id)

    def everything(self) -> list[Review]:
        """Oldest first."""
        return [self._all[key] for key in self._timeline.between(None, None)]

    def add(self, body: Body, *, answered_at: float | None = None) -> Review:
        """A body must be complete; ids are unique across the seller."""
        created = parse_iso(body["createdDate"])
        if body["answer"] is not None and answered_at is None:
            answered_at = created
        review = Review(body=body, created=created, answered_at=answered_at)
        self._register(review)
        self._save(review)
        return review

    def restore(self, row: Body) -> None:
        """Take back a saved row and its appointments."""
        self._register(Review(**row))

    def remove(self, review_id: str) -> bool:
        """The buyer took the review back."""
        review = self._all.pop(review_id, None)
        if review is None:
            return False
        self._timeline.remove(review.created, review_id)
        self._waiting.discard(review_id)
        self._context.store.delete("review", self._seller, review_id)
        return True

    def change(self, review: Review, fields: Body) -> None:
        """The buyer or staff changed visible fields; the age stays."""
        review.body.update(fields)
        if review.body["answer"] is None:
            review.answered_at = review.moderate_at = None
        self._save(review)

    def answer(self, review: Review, text: str, now: float) -> bool:
        """False where WB stays silent and changes nothing: somebody answered already."""
        if review.body["answer"] is not None or review.pending is not None:
            return False
        visible_at = now + self._context.settings.answer_visible_seconds
        review.pending = {"text": text, "at": now, "visible_at": visible_at, "is_edit": False}
        self._settle_review(review, now)
        return True

    def edit(self, review: Review, text: str, now: float) -> bool:
        """The one edit within sixty days; refused as silently as it is taken."""
        answer = review.body["answer"]
        if answer is None or not answer["editable"] or review.pending is not None:
            return False
        visible_at = now + self._context.settings.answer_visible_seconds
        review.pending = {"text": text, "at": now, "visible_at": visible_at, "is_edit": True}
        self._settle_review(review, now)
        return True

    def answer_in_cabinet(self, review: Review, text: str, state: str, now: float) -> None:
        """Staff replies past the API and past the delays."""
        review.pending = None
        review.moderate_at = None
        review.answered_at = now
        review.body["answer"] = {"text": text, "state": state, "editable": True}
        review.body["state"] = "wbRu"
        review.body["wasViewed"] = True
        self._save(review)

    def judge(self, review: Review, state: str) -> bool:
        """End the moderation by hand."""
        if review.body["answer"] is None:
            return False
        review.moderate_at = None
        review.body["answer"]["state"] = state
        self._save(review)
        return True

    def in_review(self) -> list[Review]:
        """Answers whose moderation has not ended."""
        return [
            review
            for review in self._all.values()
            if review.body["answer"] and review.body["answer"]["state"] == "reviewRequired"
        ]

    def settle(self, review_id: str, now: float) -> None:
        """Do what has become due; a removed review has nothing due."""
        review = self._all.get(review_id)
        if review is not None:
            self._settle_review(review, now)

    def select(
        self, *, answered: bool, nm: int | None, start: float | None, end: float | None
    ) -> list[Review]:
        """One of WB's two lists, oldest first."""
        keys = self._timeline.between(start, end)
        fresh_since = self._context.clock.now() - ARCHIVED_AFTER
        if answered:
            found = [self._all[key] for key in keys if key not in self._waiting]
        else:
            waiting = [self._all[key] for key in keys if key in self._waiting]
            found = [review for review in waiting if review.created > fresh_since]
        return [review for review in found if nm in (None, review.body["productDetails"]["nmId"])]

    def archive(self, nm: int | None) -> list[Review]:
        """Answered, or without text and photo, or thirty days old; oldest first."""
        fresh_since = self._context.clock.now() - ARCHIVED_AFTER
        return [
            review
            for review in self.everything()
            if (not review.is_waiting or review.created <= fresh_since)
            and nm in (None, review.body["productDetails"]["nmId"])
        ]

    def counts(self) -> dict[str, int]:
        """The two counters beside each list."""
        waiting = len(self._fresh_waiting())
        return {"countUnanswered": waiting, "countArchive": len(self._all) - waiting}

    def waiting_today(self, now: float) -> int:
        """Unanswered reviews written since the Moscow midnight."""
        midnight = moscow_midnight(now)
        return sum(review.created >= midnight for review in self._fresh_waiting())

    def has_new(self) -> bool:
        """Unviewed, not unanswered."""
        return any(not review.body["wasViewed"] for review in self._fresh_waiting())

    def _fresh_waiting(self) -> list[Review]:
        fresh_since = self._context.clock.now() - ARCHIVED_AFTER
        return [self._all[key] for key in self._waiting if self._all[key].created > fresh_since]

    def _register(self, review: Review) -> None:
        if review.id not in self._all:
            self._timeline.add(review.created, review.id)
        self._all[review.id] = review
        self._note_waiting(review)
        self._make_appointments(review)

    def _note_waiting(self, review: Review) -> None:
        if review.is_waiting:
            self._waiting.add(review.id)
        else:
            self._waiting.discard(review.id)

    def _save(self, review: Review) -> None:
        review.cached = None
        self._note_waiting(review)
        self._context.store.save("review", self._seller, review.id, review.to_row())

    def _make_appointments(self, review: Review) -> None:
        due = [review.moderate_at]
        if review.pending is not None:
            due.append(review.pending["visible_at"])
        answer = review.body["answer"]
        if review.answered_at is not None and answer and answer["editable"]:
            due.append(review.answered_at + EDITABLE_FOR)
        for moment in due:
            if moment is not None:
                self._context.agenda.add(moment, "reviews", self._seller, review.id)

    def _settle_review(self, review: Review, now: float) -> None:
        if review.pending is not None and review.pending["visible_at"] <= now:
            self._show_pending(review)
        if review.moderate_at is not None and review.moderate_at <= now:
            review.moderate_at = None
            review.body["answer"]["state"] = self._verdict(review.body["answer"]["text"])
        answer = review.body["answer"]
        if answer and review.answered_at is not None and review.answered_at + EDITABLE_FOR <= now:
            answer["editable"] = False
        self._save(review)
        self._make_appointments(review)

    def _show_pending(self, review: Review) -> None:
        pending, review.pending = review.pending, None
        if pending is None:
            return
        settings = self._context.settings
        is_edit = pending["is_edit"]
        review.body["answer"] = {
            "text": pending["text"],
            "state": "reviewRequired",
            "editable": not is_edit,
        }
        review.body["state"] = "wbRu"
        review.body["wasViewed"] = True
        if not is_edit:
            review.answered_at = pending["at"]
        if settings.moderation == "auto":
            review.moderate_at = pending["at"] + settings.moderation_seconds

    def _verdict(self, text: str) -> str:
        lowered = text.lower()
        words = self._context.settings.forbidden_words
        return "rejected" if any(word.lower() in lowered for word in words) else "wbRu"
