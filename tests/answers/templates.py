"""Template drafts for real reviews: whether they may be sent, and how much they look alike."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from shared.adapters.wildberries.reading import WBReader
from shared.domain.drafts.brief import Brief
from shared.domain.drafts.templates import write_template
from shared.domain.drafts.tone import Tone
from shared.domain.drafts.variety import WALL, opening_of, overlaps_with
from shared.domain.guard.answering import situation_of
from shared.domain.guard.guardrails import check_text
from shared.domain.interaction import Channel, Interaction
from shared.domain.meaning.understand import understand_item
from shared.domain.understanding import Understanding
from tests.builders import settle_item

FILE = "feedbacks-official-300.json"
_MOST_SHOWN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """One review, what the template says to it, and what it has in common with those before."""

    item: Interaction
    text: str
    passes: bool
    shares: tuple[float, ...]
    same_opening: bool


def measure_templates(folder: Path, tone: Tone = Tone.FRIENDLY) -> Mapping[str, float]:
    """Shares over all drafts; empty where the real reviews are absent."""
    drafts = draft_answered(folder, tone)
    if not drafts:
        return {}
    shares = [share for one in drafts for share in one.shares]
    return {
        "template_drafts": float(len(drafts)),
        "template_pass": sum(one.passes for one in drafts) / len(drafts),
        "template_overlap": sum(shares) / len(shares),
        "template_same_openings": float(sum(one.same_opening for one in drafts)),
    }


def draft_answered(folder: Path, tone: Tone = Tone.FRIENDLY) -> list[Drafted]:
    """A draft for each answered review in order of time, as if nobody had answered yet."""
    walls: dict[int, list[str]] = defaultdict(list)
    return [_draft(item, walls[item.source.product.nm_id], tone) for item in read_answered(folder)]


def read_answered(folder: Path) -> list[Interaction]:
    """The answered reviews, understood by the rules, oldest first."""
    if not (folder / FILE).is_file():
        return []
    items = _read_items(json.loads((folder / FILE).read_text()))
    return sorted(items, key=lambda item: (item.occurred_at, item.id))


def tell_drafts(drafts: Sequence[Drafted]) -> Iterator[str]:
    """Drafts that may not be sent or begin as their neighbour does."""
    for one in drafts:
        if not one.passes or one.same_opening:
            yield f"{one.item.source.external_id}: {one.text[:_MOST_SHOWN]}"


def _read_items(raws: list[dict[str, object]]) -> Iterator[Interaction]:
    reader = WBReader()
    for raw in raws:
        if not raw["answer"]:
            continue
        open_raw = {**raw, "answer": None, "state": "none"}
        at = datetime.fromisoformat(str(raw["createdDate"]))
        source = reader.parse_item(Channel.REVIEW, open_raw, at).source
        item = settle_item(Channel.REVIEW, source)
        yield _with_meaning(item, understand_item(Channel.REVIEW, source, Understanding()))


def _with_meaning(item: Interaction, meaning: Understanding) -> Interaction:
    return replace(item, ai=meaning)


def _draft(item: Interaction, wall: list[str], tone: Tone) -> Drafted:
    recent = tuple(wall[: -WALL - 1 : -1])
    text = write_template(item, None, "", Brief(tone=tone, recent=recent))
    wall.append(text)
    return Drafted(
        item=item,
        text=text,
        passes=not check_text(item.channel, text, situation_of(item)),
        shares=tuple(overlaps_with(text, recent)),
        same_opening=any(opening_of(text) == opening_of(other) for other in recent[:1]),
    )
