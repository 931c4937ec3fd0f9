"""What the buyer wants, judged by weighted words and, for reviews, by stars."""

import re
from collections import defaultdict

from shared.domain.clues import CLUES_OF, DENIABLE, Clue
from shared.domain.interaction import Channel, Source
from shared.domain.understanding import Intent, IntentLabel, Part, Quote

METHOD = "rules"
MOST_EVIDENCE = 3
LONGEST_READ = 5000

# A word of denial right before a trouble word takes the trouble back: «без брака», «не сломан».
_DENIED = re.compile(r"\b(?:не|нет|без|ни|никак\w{1,3})\s(?:\w{1,12}\s)?$")

_DENIED_AFTER = re.compile(r"\w{0,4} (?:не (?:было|обнаруж|заме[тч])|нет\b)")


def classify_intent(channel: Channel, source: Source) -> IntentLabel:
    """Unhappy words count more than kind ones; a review's stars speak where words do not."""
    text = _words_of(channel, source)
    if channel is not Channel.REVIEW:
        return hear_words(channel, text)
    return _judge_review(source, *_weigh_clues(channel, text))


def hear_words(channel: Channel, text: str) -> IntentLabel:
    """What words alone say, as if they were all of a question or a chat."""
    return _strongest(*_weigh_clues(channel, text))


def _weigh_clues(
    channel: Channel, text: str
) -> tuple[dict[Intent, float], dict[Intent, list[str]]]:
    scores: dict[Intent, float] = defaultdict(float)
    evidence: dict[Intent, list[str]] = defaultdict(list)
    words = fold_words(text)
    for clue in CLUES_OF[channel]:
        for word in _find_clues(clue, words):
            scores[clue.intent] = max(scores[clue.intent], clue.weight) + 0.05
            evidence[clue.intent].append(word)
    return scores, evidence


def fold_words(text: str) -> str:
    """Lower case, «ё» as «е», one blank between words."""
    return " ".join(text[:LONGEST_READ].lower().replace("ё", "е").split())


def _words_of(channel: Channel, source: Source) -> str:
    if channel is Channel.CHAT and source.chat is not None:
        return source.chat.last_text or source.text
    return " . ".join(part for part in (source.text, source.cons, *source.tags) if part)


def _find_clues(clue: Clue, words: str) -> list[str]:
    found = []
    for match in clue.pattern.finditer(words):
        before = words[max(0, match.start() - 24) : match.start()]
        denied = _DENIED.search(before) or _DENIED_AFTER.match(words, match.end())
        if not (denied and clue.intent in DENIABLE):
            found.append(match.group())
    return found[:MOST_EVIDENCE]


def _strongest(
    scores: dict[Intent, float], evidence: dict[Intent, list[str]], *, least: float = 0.0
) -> IntentLabel:
    ranked = sorted(scores.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < least:
        return IntentLabel(label=Intent.OTHER, confidence=0.3, method=METHOD)
    best, score = ranked[0]
    rival = ranked[1][1] if len(ranked) > 1 else 0.0
    return IntentLabel(
        label=best,
        confidence=round(min(0.95, 0.45 + 0.35 * min(score, 1.2) - 0.15 * rival), 2),
        method=METHOD,
        evidence=tuple(Quote(text=word) for word in dict.fromkeys(evidence[best])),
    )


def _judge_review(
    source: Source, scores: dict[Intent, float], evidence: dict[Intent, list[str]]
) -> IntentLabel:
    """Words name the trouble; without any, few stars are a complaint and many are thanks."""
    rating = source.rating or 0
    happy = rating >= 4  # noqa: PLR2004 - four and five stars are praise
    trouble = _strongest(scores, evidence, least=1.2 if happy else 0.9)
    if trouble.label is not Intent.OTHER:
        doubt = 0.2 if happy else 0.0
        return IntentLabel(
            label=trouble.label,
            confidence=round(trouble.confidence - doubt, 2),
            method=METHOD,
            evidence=trouble.evidence,
        )
    if not rating:
        return trouble
    by_stars = Quote(text=f"{rating}★", part=Part.STARS)
    label = Intent.THANKS if happy else Intent.QUALITY_COMPLAINT
    confidence = 0.6 if rating in (3, 4) else 0.8
    return IntentLabel(label=label, confidence=confidence, method=METHOD, evidence=(by_stars,))
