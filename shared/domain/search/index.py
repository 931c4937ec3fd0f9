"""What an item is found by: a bounded list of stems and facets, made whenever the item changes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from shared.domain.interaction import Channel, Interaction, Lookup, Message, Source
from shared.domain.linking.keys import link_keys
from shared.domain.search.words import is_empty, rarity_of, read_article, read_stems
from shared.domain.tagging import tag_key

# Grows when the rules below find an item by something else than before.
VERSION = 3
MOST_TERMS = 60
MOST_NAMES = 20
MOST_HEARD = 3_000
# Facets begin with a sign that no word has.
STARS, TOPIC, TAG, WITH_PHOTO = "★", "#", "&", "@photo"
# Marks of an item with more stems than fit: common ones are left out, or even rare ones.
COMMON_LEFT_OUT, RARE_LEFT_OUT = "…", "……"


def index_item(item: Interaction, said: Iterable[Message] = ()) -> Interaction:
    """Make the item's terms anew; what a chat said before is kept, `said` is what came now."""
    old = item.lookup
    is_chat = item.channel is Channel.CHAT
    heard = _hear(old.heard, said) if is_chat else ""
    said_stems = {*heard.split(), *stems_of_source(item.source)}
    terms = _choose_terms([*_facets_of(item), *_names_of(item.source)], said_stems)
    version = old.version if is_chat else VERSION
    lookup = Lookup(terms=terms, keys=link_keys(item), heard=heard, version=version)
    return item if lookup == old else replace(item, lookup=lookup)


def begin_index(item: Interaction, said: Iterable[Message] = ()) -> Interaction:
    """Index an item of which everything that was ever said is at hand."""
    blank = replace(item, lookup=Lookup(version=VERSION))
    return index_item(blank, said)


def stems_of_source(source: Source, *, named: bool = True) -> frozenset[str]:
    """The stems of everything that WB shows of an item, its chat's messages aside."""
    said = (stem for text in texts_of(source, named=named) for stem in read_stems(text))
    return frozenset((*said, *read_article(source.product.article)))


def texts_of(source: Source, *, named: bool = True) -> Iterator[str]:
    """The texts that a search looks into; without `named`, not the buyer's name."""
    product, chat = source.product, source.chat
    yield from (source.text, source.pros, source.cons, *source.tags)
    yield from (product.name, product.brand, product.article, str(product.nm_id))
    if source.answer is not None:
        yield source.answer.text
    if chat is not None:
        yield from (chat.last_text, chat.preview, chat.order_key)
    if named:
        yield source.buyer_name


def topic_term(label: str) -> str:
    """The facet of an intent or a topic."""
    return f"{TOPIC}{label}"


def stars_term(rating: int) -> str:
    """The facet of a review's stars."""
    return f"{STARS}{rating}"


def tag_term(tag: str) -> str:
    """The facet of a seller's tag, however it is spelt."""
    return f"{TAG}{tag_key(tag)}"


def is_common(stem: str) -> bool:
    """Whether a stem is left out of long texts before the rare ones."""
    return rarity_of(stem)[0] == 0


def _facets_of(item: Interaction) -> list[str]:
    source = item.source
    labels = {item.ai.intent.label.value, *(topic.label.value for topic in item.ai.topics)}
    facets = [topic_term(label) for label in sorted(labels)]
    if source.rating is not None:
        facets.append(stars_term(source.rating))
    if source.photos:
        facets.append(WITH_PHOTO)
    return [*facets, *map(tag_term, item.work.tags)]


def _names_of(source: Source) -> list[str]:
    """How the product and the buyer are called, which no words may crowd out."""
    product = source.product
    names = read_stems(f"{product.name} {product.brand} {source.buyer_name}")
    stems = (*read_article(product.article), *names)
    named = sorted({stem for stem in stems if not is_empty(stem)}, key=_by_rarity)
    numbers = [str(product.nm_id)] if product.nm_id else []
    return list(dict.fromkeys([*numbers, *named[:MOST_NAMES]]))


def _choose_terms(kept: list[str], stems: set[str]) -> tuple[str, ...]:
    room = MOST_TERMS - len(kept)
    telling = [stem for stem in stems - {*kept} if not is_empty(stem)]
    ranked = sorted(telling, key=_by_rarity)
    if len(ranked) <= room:
        return (*kept, *ranked)
    room -= 1
    rare = sum(not is_common(stem) for stem in ranked)
    mark = RARE_LEFT_OUT if rare > room else COMMON_LEFT_OUT
    return (*kept, mark, *ranked[:room])


def _hear(before: str, said: Iterable[Message]) -> str:
    """Add stems that are new; which messages come when and how often makes no difference."""
    heard = set(before.split())
    news = {stem for message in said for stem in read_stems(message.text)} - heard
    if not news:
        return before
    return " ".join(sorted(heard | news, key=_by_rarity)[:MOST_HEARD])


def _by_rarity(stem: str) -> tuple[int, int, str]:
    """Names of one thing and long words first; of common words the least common first."""
    level, size = rarity_of(stem)
    return (-level, -size, stem)
