"""Control calls about items: what buyers write and what staff does in the cabinet."""

import base64
import secrets
import uuid
from typing import Any

from flask import Blueprint, Response, jsonify

from infra.wb_simulator.chats import Chat, Chats, File, Message
from infra.wb_simulator.clock import parse_iso
from infra.wb_simulator.control_input import (
    BadControlError,
    all_sellers,
    pick_seller,
    read_body,
    read_text,
)
from infra.wb_simulator.defaults import (
    complete_claim,
    complete_good,
    complete_question,
    complete_review,
)
from infra.wb_simulator.images import make_png, pick_color
from infra.wb_simulator.questions import Question, Questions
from infra.wb_simulator.reviews import Review, Reviews
from infra.wb_simulator.world import World

Body = dict[str, Any]
SAMPLE_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def attach_items(control: Blueprint, world: World) -> None:
    """Every channel, cards and files."""
    attach_reviews(control, world)
    attach_questions(control, world)
    attach_chats(control, world)
    attach_claims(control, world)
    attach_cards(control, world)
    attach_moderation(control, world)


def attach_reviews(control: Blueprint, world: World) -> None:
    """Add, edit, supplement, answer, delete."""

    @control.get("/reviews")
    def list_reviews() -> Response:
        return jsonify([review.body for review in pick_seller(world).reviews.everything()])

    @control.post("/reviews")
    def add_review() -> Response:
        body = complete_review(read_body(), world.clock.now())
        return jsonify({"id": pick_seller(world).reviews.add(body).id})

    @control.patch("/reviews/<review_id>")
    def change_review(review_id: str) -> Response:
        reviews, review = find_review(world, review_id)
        reviews.change(review, read_body())
        return jsonify(review.body)

    @control.delete("/reviews/<review_id>")
    def delete_review(review_id: str) -> Response:
        reviews, review = find_review(world, review_id)
        return jsonify({"removed": reviews.remove(review.id)})

    @control.post("/reviews/<review_id>/answer")
    def answer_review(review_id: str) -> Response:
        reviews, review = find_review(world, review_id)
        body = read_body()
        state = body.get("state", "wbRu")
        reviews.answer_in_cabinet(review, read_text(body), state, world.clock.now())
        return jsonify(review.body)

    @control.post("/reviews/<review_id>/supplement")
    def supplement_review(review_id: str) -> Response:
        reviews, parent = find_review(world, review_id)
        kept = ("productDetails", "userName", "color", "subjectId", "subjectName", "lastOrderShkId")
        fields = {name: parent.body[name] for name in (*kept, "productValuation")}
        fields |= read_body() | {"parentFeedbackId": parent.id}
        child = reviews.add(complete_review(fields, world.clock.now()))
        reviews.change(parent, {"childFeedbackId": child.id})
        return jsonify({"id": child.id})


def attach_questions(control: Blueprint, world: World) -> None:
    """Add, edit, answer, delete."""

    @control.get("/questions")
    def list_questions() -> Response:
        return jsonify([question.body for question in pick_seller(world).questions.everything()])

    @control.post("/questions")
    def add_question() -> Response:
        body = complete_question(read_body(), world.clock.now())
        return jsonify({"id": pick_seller(world).questions.add(body).id})

    @control.patch("/questions/<question_id>")
    def change_question(question_id: str) -> Response:
        questions, question = find_question(world, question_id)
        questions.change(question, read_body())
        return jsonify(question.body)

    @control.delete("/questions/<question_id>")
    def delete_question(question_id: str) -> Response:
        questions, question = find_question(world, question_id)
        return jsonify({"removed": questions.remove(question.id)})

    @control.post("/questions/<question_id>/answer")
    def answer_question(question_id: str) -> Response:
        questions, question = find_question(world, question_id)
        questions.answer_in_cabinet(question, read_text(read_body()), world.clock.now())
        return jsonify(question.body)


def attach_chats(control: Blueprint, world: World) -> None:
    """Open a chat, write into it as anybody, spoil its signature or its files."""

    @control.get("/chats")
    def list_chats() -> Response:
        chats = pick_seller(world).chats
        return jsonify(
            [chat.body | {"events": chats.events_of(chat.id)} for chat in chats.everything()]
        )

    @control.post("/chats")
    def open_chat() -> Response:
        body = read_body()
        chats = pick_seller(world).chats
        chat = chats.open(
            client_name=body.get("clientName", "Мария"),
            good=complete_good(body.get("goodCard", {})),
            at=world.clock.now(),
        )
        body.setdefault("text", "Здравствуйте! У меня вопрос по товару.")
        event = chats.write(chat, read_message(body))
        return jsonify({"id": chat.id, "event": event.id})

    @control.post("/chats/<chat_id>/messages")
    def write_message(chat_id: str) -> Response:
        chats, chat = find_chat(world, chat_id)
        event = chats.write(chat, read_message(read_body()))
        return jsonify({"id": event.id, "addTimestamp": event.stamp})

    @control.post("/chats/<chat_id>/renew-sign")
    def renew_sign(chat_id: str) -> Response:
        chats, chat = find_chat(world, chat_id)
        return jsonify({"replySign": chats.renew_sign(chat, keep_old=False)})

    @control.delete("/chats/<chat_id>")
    def delete_chat(chat_id: str) -> Response:
        chats, chat = find_chat(world, chat_id)
        return jsonify({"removed": chats.remove(chat.id)})

    @control.patch("/files/<file_id>")
    def change_file(file_id: str) -> Response:
        for seller in all_sellers(world):
            file = seller.chats.find_file(file_id)
            if file is not None:
                file.state = read_text(read_body(), "state")
                file.ready_at = 0.0
                seller.chats.keep_file(file)
                return jsonify({"id": file.id, "state": file.state})
        raise BadControlError(f"unknown file {file_id}")


def attach_claims(control: Blueprint, world: World) -> None:
    """Add and delete."""

    @control.get("/claims")
    def list_claims() -> Response:
        return jsonify([claim.body for claim in pick_seller(world).claims.everything()])

    @control.post("/claims")
    def add_claim() -> Response:
        now = world.clock.now()
        return jsonify(
            {"id": pick_seller(world).claims.add(complete_claim(read_body(), now), now).id}
        )

    @control.delete("/claims/<claim_id>")
    def delete_claim(claim_id: str) -> Response:
        removed = [seller.claims.remove(claim_id) for seller in all_sellers(world)]
        return jsonify({"removed": any(removed)})


def attach_cards(control: Blueprint, world: World) -> None:
    """Read a card, change its fields, or take it off the CDN."""

    @control.get("/cards")
    def list_cards() -> Response:
        return jsonify(world.cards.everything())

    @control.patch("/cards/<int:nm>")
    def change_card(nm: int) -> Response:
        record = world.cards.find(nm)
        if record is None:
            raise BadControlError(f"unknown card {nm}")
        changes = read_body()
        record = record | {name: changes[name] for name in ("missing", "price") if name in changes}
        record["card"] = record["card"] | changes.get("card", {})
        world.cards.put(record)
        return jsonify(record)


def attach_moderation(control: Blueprint, world: World) -> None:
    """End the moderation of one answer or of all."""

    @control.get("/moderation")
    def list_waiting() -> Response:
        return jsonify(list_moderated(world))

    @control.post("/moderation")
    def judge() -> Response:
        body = read_body()
        verdict = body.get("verdict", "publish")
        if verdict not in ("publish", "reject"):
            raise BadControlError("verdict is publish or reject")
        ids = [body["id"]] if "id" in body else list_moderated(world)
        judged = [one for one in ids if judge_answer(world, one, verdict)]
        return jsonify({"judged": judged})


def list_moderated(world: World) -> list[str]:
    """Ids of reviews and questions whose answers wait."""
    found = []
    for seller in all_sellers(world):
        found += [review.id for review in seller.reviews.in_review()]
        found += [question.id for question in seller.questions.in_review()]
    return found


def judge_answer(world: World, item_id: str, verdict: str) -> bool:
    """A refused answer to a question vanishes, one to a review is marked."""
    for seller in all_sellers(world):
        review = seller.reviews.find(item_id)
        if review is not None:
            return seller.reviews.judge(review, "wbRu" if verdict == "publish" else "rejected")
        question = seller.questions.find(item_id)
        if question is not None and verdict == "publish":
            return seller.questions.release(question, world.clock.now())
        if question is not None:
            return seller.questions.withdraw(question)
    raise BadControlError(f"unknown item {item_id}")


def find_review(world: World, review_id: str) -> tuple[Reviews, Review]:
    """With the shelf it lies on."""
    for seller in all_sellers(world):
        review = seller.reviews.find(review_id)
        if review is not None:
            return seller.reviews, review
    raise BadControlError(f"unknown review {review_id}")


def find_question(world: World, question_id: str) -> tuple[Questions, Question]:
    """With the shelf it lies on."""
    for seller in all_sellers(world):
        question = seller.questions.find(question_id)
        if question is not None:
            return seller.questions, question
    raise BadControlError(f"unknown question {question_id}")


def find_chat(world: World, chat_id: str) -> tuple[Chats, Chat]:
    """With the shelf it lies on."""
    for seller in all_sellers(world):
        chat = seller.chats.find(chat_id)
        if chat is not None:
            return seller.chats, chat
    raise BadControlError(f"unknown chat {chat_id}")


def read_message(body: Body) -> Message:
    """``bare`` is an event without message and source; ``at`` allows equal milliseconds."""
    sender = body.get("sender", "client")
    default_source = {"client": "rusite", "seller": "seller-portal"}.get(sender)
    at = body.get("at")
    return Message(
        text=body.get("text", ""),
        sender=sender,
        source=body.get("source", default_source),
        files=[make_file(one) for one in body.get("files", [])],
        at=parse_iso(at) if isinstance(at, str) else at,
        is_bare=bool(body.get("bare", False)),
    )


def make_file(fields: Body) -> File:
    """A small file of the named type unless the bytes are given."""
    kind = fields.get("content_type", "image/png")
    seed = secrets.randbelow(1000)
    sample = SAMPLE_PDF if kind == "application/pdf" else make_png(64, 64, pick_color(seed))
    default_name = "document.pdf" if kind == "application/pdf" else "photo.png"
    return File(
        id=fields.get("id") or str(uuid.uuid4()),
        name=fields.get("name", default_name),
        content_type=kind,
        data=fields.get("data") or base64.b64encode(sample).decode(),
        state=fields.get("state", "ok"),
    )
