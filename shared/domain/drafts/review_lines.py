"""What a template says to a review: by its stars, what it is about, and what the buyer names."""

from collections.abc import Sequence

from shared.domain.drafts.chooser import Chooser
from shared.domain.drafts.hints import Hints, complains, find_hints
from shared.domain.drafts.phrases import Lines, praise, sorrow
from shared.domain.drafts.tone import Tone
from shared.domain.interaction import Interaction
from shared.domain.understanding import Intent

_HAPPY_FROM = 4
_MIXED = 3
_MOST_PRAISE = 2
_SERIOUS = frozenset(
    {
        Intent.DEFECT_NOT_WORKING,
        Intent.WRONG_ITEM,
        Intent.MISSING_PARTS,
        Intent.COMPLIANCE_SAFETY,
    }
)


def review_lines(item: Interaction, chooser: Chooser, tone: Tone) -> Sequence[str]:
    """Praise is thanked for, trouble is spoken to; nothing is asked in public."""
    rating = item.source.rating or _MIXED
    hints = find_hints(item)
    if rating >= _HAPPY_FROM and item.ai.intent.label not in _SERIOUS:
        return _praise_lines(item, hints, chooser, tone)
    return _sorrow_lines(item, rating, hints, chooser)


def _praise_lines(item: Interaction, hints: Hints, chooser: Chooser, tone: Tone) -> Sequence[str]:
    openings = praise.OPENINGS + (praise.WARM_OPENINGS if tone is Tone.FRIENDLY else ())
    if not hints.doubts:
        openings += praise.SURE_OPENINGS
    if (item.source.text or item.source.pros) and not hints.doubts:
        openings += praise.WORD_OPENINGS
    closings = praise.FORMAL_CLOSINGS if tone is Tone.FORMAL else praise.CLOSINGS
    special = _praise_specials(item, hints, chooser)
    start = chooser.number("specials") % len(special) if special else 0
    told = (special[start:] + special[:start])[:_MOST_PRAISE]
    if not told or (len(told) == 1 and chooser.chance("joy?", 2)):
        joy = praise.JOY if hints.doubts else praise.JOY + praise.SURE_JOY
        told = [*told, chooser.pick("joy", joy)]
    remark = [_remark(item, hints, chooser)] if complains(item) else []
    closing = [] if len(told) > 1 and chooser.chance("closing?", 4) else ["closing"]
    last = [chooser.pick(one, closings) for one in closing]
    return [chooser.pick("opening", openings), *told, *remark, *last]


def _praise_specials(item: Interaction, hints: Hints, chooser: Chooser) -> list[str]:
    """Each thing that only this review says."""
    said: list[tuple[bool, str, Lines]] = [
        (bool(hints.tags), "tags", praise.GOOD_TAGS),
        (bool(hints.praised) and not hints.doubts, "aspects", praise.GOOD_ASPECTS),
        (hints.again, "again", praise.AGAIN),
        (hints.advice, "advice", praise.ADVICE),
        (hints.gift and not hints.doubts, "gift", praise.GIFT),
        (item.source.has_video, "video", praise.VIDEO_THANKS),
        (bool(item.source.photos) and not item.source.has_video, "photo", praise.PHOTO_THANKS),
    ]
    return [
        chooser.pick(place, lines, tags=hints.tags, aspects=hints.praised)
        for applies, place, lines in said
        if applies
    ]


def _remark(item: Interaction, hints: Hints, chooser: Chooser) -> str:
    if item.source.cons.strip() and hints.blamed:
        return chooser.pick("remark", praise.REMARKS, aspects=hints.blamed)
    return chooser.pick("remark", praise.PLAIN_REMARKS)


def _sorrow_lines(item: Interaction, rating: int, hints: Hints, chooser: Chooser) -> Sequence[str]:
    if rating < _MIXED:
        lines = [chooser.pick("opening", sorrow.SAD_OPENINGS)]
    else:
        opening = chooser.pick("opening", sorrow.MIXED_OPENINGS)
        lines = [opening, chooser.pick("regret", sorrow.MIXED_REGRETS)]
    label = item.ai.intent.label
    if hints.tags:
        lines.append(chooser.pick("tags", sorrow.SAD_TAGS, tags=hints.tags))
    if label in sorrow.TROUBLES:
        lines.append(chooser.pick("trouble", sorrow.TROUBLES[label]))
    elif hints.packing:
        lines.append(chooser.pick("trouble", sorrow.PACKED_BADLY))
    elif hints.blamed:
        lines.append(chooser.pick("trouble", sorrow.SAD_ASPECTS, aspects=hints.blamed))
    else:
        lines.append(chooser.pick("trouble", sorrow.OTHER_TROUBLE))
    return [*lines, chooser.pick("closing", sorrow.SAD_CLOSINGS)]
