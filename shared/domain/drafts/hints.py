"""What a buyer speaks of, so that a draft can name it: sides of the product, gifts, loyalty."""

from collections.abc import Sequence

from shared.domain.dataclass import dataclass
from shared.domain.drafts.phrases.aspects import ASPECTS, PLURAL_JOIN
from shared.domain.guard.guardrails import keep_harmless
from shared.domain.interaction import Interaction, Source
from shared.domain.language.letters import fold_text
from shared.domain.language.tokens import read_words
from shared.domain.understanding import Sentiment

MOST_ASPECTS = 2
MOST_TAGS = 3
LONGEST_TAG = 60
_AGAIN = (
    "не первый раз",
    "не в первый раз",
    "второй раз",
    "третий раз",
    "постоянно беру",
    "постоянно заказ",
    "снова заказ",
    "повторн",
    "очередной раз",
    "всегда беру",
    "не впервые",
)
_ADVICE = frozenset({"рекомендовать", "советовать", "посоветовать"})
_GIFT = frozenset({"подарок", "подарить"})
_DOUBT = frozenset({"не", "но", "жаль", "кроме", "однако", "минус", "только", "без", "зря", "пока"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """`praised` and `blamed` read after «слова»; empty where the buyer names no side."""

    praised: str = ""
    blamed: str = ""
    packing: bool = False
    doubts: bool = False
    again: bool = False
    advice: bool = False
    gift: bool = False
    tags: str = ""


def find_hints(item: Interaction) -> Hints:
    """Only what the buyer's own words say; sides named in the cons are never praised."""
    source = item.source
    good, bad = _aspects_in(f"{source.pros}. {source.text}"), _aspects_in(source.cons)
    folded = fold_text(f"{source.text} {source.pros}")
    lemmas = _lemmas_of(folded)
    return Hints(
        praised=_about([one for one in good if one not in bad]),
        blamed=_about(bad or good),
        packing="packing" in {*bad, *good},
        doubts=has_doubts(source),
        again=any(one in folded for one in _AGAIN),
        advice=bool(_ADVICE & lemmas) and "не рекоменд" not in folded,
        gift=bool(_GIFT & lemmas),
        tags=_tags_of(item),
    )


def has_doubts(source: Source) -> bool:
    """Whether praise of what the text names could be wrong: a «но», a «не», a minus."""
    return bool(_DOUBT & set(fold_text(f"{source.text} {source.pros}").split()))


def complains(item: Interaction) -> bool:
    """Whether something is amiss by what was understood."""
    return any(one.sentiment is Sentiment.NEGATIVE for one in item.ai.topics)


def _aspects_in(words: str) -> list[str]:
    lemmas = _lemmas_of(words)
    return [one.name for one in ASPECTS if one.lemmas & lemmas]


def _lemmas_of(words: str) -> frozenset[str]:
    return frozenset(lemma for word in read_words(words) for lemma in word.lemmas)


def _about(names: Sequence[str]) -> str:
    told = [one.about for one in ASPECTS if one.name in names][:MOST_ASPECTS]
    return PLURAL_JOIN.join(told)


def _tags_of(item: Interaction) -> str:
    tags = [keep_harmless(item.channel, tag.strip()) for tag in item.source.tags]
    return ", ".join([tag for tag in tags if 0 < len(tag) <= LONGEST_TAG][:MOST_TAGS])
