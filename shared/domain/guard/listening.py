"""Which sentences of a reply may break a rule by their meaning, and which rule that is."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from itertools import islice

from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Finding, Severity
from shared.domain.guard.courtesy import is_courtesy, is_signature, opens_signature
from shared.domain.guard.guardrails import Examined, find_blocks
from shared.domain.guard.lexical import Objection, read_once
from shared.domain.guard.rules import RULES
from shared.domain.guard.sentences import (
    Shares,
    Stretch,
    fold_pieces,
    split_stretches,
    trained_model,
    weigh_pieces,
    weigh_vector,
)
from shared.domain.guard.titles import find_titles, mask_titles
from shared.domain.interaction import Channel
from shared.domain.language.tokens import read_words
from shared.domain.meaning.semantics import Vector

# No sensible reply of five thousand characters has more sentences.
MOST_STRETCHES = 60
UNREAD = "unread"
_MOST_KEPT = 1000

Severities = Mapping[str, Severity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A stretch that pieces could not clear; `is_open` when they could not condemn it either.

    `severities` are those of the rules that hold here.
    """

    stretch: Stretch
    shares: Shares
    severities: Severities
    is_open: bool
    danger: float


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What pieces leave to be heard; `unread` is the first stretch that nobody looked at."""

    suspects: tuple[Suspect, ...]
    unread: Stretch | None = None


def find_suspects(
    severities: Severities, text: str, worded: Examined, titles: tuple[str, ...] = ()
) -> Suspicion:
    """What words have condemned is not heard again, nor any rule where words have cleared it.

    Of courtesies nothing is heard, and of the product's `titles` only that it is spoken of.
    """
    condemned = [
        one for one in find_blocks(worded.findings) if one.rule not in ("too_long", "too_short")
    ]
    stretches = list(islice(split_stretches(text), MOST_STRETCHES + 1))
    found = []
    for before, stretch in zip([None, *stretches], stretches[:MOST_STRETCHES], strict=False):
        if not any(_meets(one, stretch) for one in condemned):
            cleared = {one.rule for one in worded.cleared if _meets(one, stretch)}
            here = {rule: one for rule, one in severities.items() if rule not in cleared}
            if _suspect(stretch, here) is not None:
                left = _leave_statement(stretch, before, text, titles)
                found.append(_suspect(left, here) if left else None)
    unread = stretches[-1] if len(stretches) > MOST_STRETCHES else None
    return Suspicion(tuple(one for one in found if one is not None), unread)


def _leave_statement(
    stretch: Stretch, before: Stretch | None, text: str, titles: tuple[str, ...]
) -> Stretch | None:
    """The stretch as it has to be heard; None where it is courteous and no more."""
    raw, words = text[stretch.start : stretch.end], read_words(stretch.text)
    runs = find_titles(words, titles)
    if is_courtesy(raw, words, {at for run in runs for at in run}):
        return None
    if before and opens_signature(read_words(before.text)) and is_signature(raw, words):
        return None
    return replace(stretch, text=mask_titles(stretch.text, words, runs)) if runs else stretch


def _suspect(stretch: Stretch, severities: Severities) -> Suspect | None:
    bounds = trained_model().bounds
    shares = _weigh_pieces(stretch.text)
    danger = _sum_shares(shares, severities)
    if danger < bounds.clears:
        return None
    return Suspect(
        stretch=stretch,
        shares=shares,
        severities=severities,
        is_open=danger < bounds.condemns,
        danger=danger,
    )


def _meets(one: Finding | Objection, stretch: Stretch) -> bool:
    return one.start < stretch.end and stretch.start < one.end


@cache
def severities_in(channel: Channel, *, returns: bool) -> Severities:
    """The rules that sentences are heard for here; `returns` may be spoken of or not."""
    rated = {
        label: RULES[label].severities[channel]
        for label in trained_model().labels
        if label in RULES and not (label == "unsolicited_return" and returns)
    }
    return {label: severity for label, severity in rated.items() if severity is not None}


def judge_pieces(suspect: Suspect, text: str) -> Finding | None:
    """The verdict on a stretch whose vector is not at hand."""
    return _judge(suspect, suspect.shares, trained_model().bounds.guesses, text)


def judge_vector(suspect: Suspect, vector: Vector, text: str) -> Finding | None:
    """The verdict of pieces and vector together."""
    return _judge(suspect, _weigh_vector(suspect, vector), trained_model().bounds.hears, text)


def judge_part(suspect: Suspect, vector: Vector, text: str) -> Finding | None:
    """The verdict where only the beginning of a stretch was heard: the pieces of all must agree."""
    heard = _weigh_vector(suspect, vector)
    shares = {rule: (share + suspect.shares[rule]) / 2 for rule, share in heard.items()}
    return _judge(suspect, shares, trained_model().bounds.guesses, text)


def tell_unread(stretch: Stretch) -> Finding:
    """The meaning of this stretch is not known."""
    return Finding(
        rule=UNREAD,
        severity=Severity.WARN,
        start=stretch.start,
        end=stretch.end,
        message=RULES[UNREAD].message,
    )


def _judge(suspect: Suspect, shares: Shares, least: float, text: str) -> Finding | None:
    severities = suspect.severities
    if _sum_shares(shares, severities) < least:
        return None
    blocked = {rule: one for rule, one in severities.items() if one is Severity.BLOCK}
    blocks = _sum_shares(shares, blocked) >= least
    rule = max(blocked if blocks else severities, key=lambda rule: shares[rule])
    start, end = suspect.stretch.start, suspect.stretch.end
    # Being sent elsewhere is no answer, but may stand beside one.
    if rule == "dismissive" and read_once(text).says_more(start, end):
        blocks = False
    return Finding(
        rule=rule,
        severity=Severity.BLOCK if blocks else Severity.WARN,
        start=start,
        end=end,
        message=RULES[rule].message,
    )


def _sum_shares(shares: Shares, severities: Severities) -> float:
    return sum(shares[rule] for rule in severities)


def _weigh_vector(suspect: Suspect, vector: Vector) -> Shares:
    model = trained_model()
    return weigh_vector(model, fold_pieces(suspect.stretch.text, model.buckets), vector)


@lru_cache(maxsize=_MOST_KEPT)
def _weigh_pieces(text: str) -> Shares:
    model = trained_model()
    return weigh_pieces(model, fold_pieces(text, model.buckets))
