"""A seller's own reply templates: list, add, change, take away."""

from collections.abc import Iterable
from dataclasses import replace

from shared.domain.dataclass import dataclass
from shared.domain.drafts.draft import Finding
from shared.domain.errors import AlreadyExists, NotFound, Rejected, Stale
from shared.domain.guard.guardrails import find_blocks, merge_findings
from shared.domain.guard.judging import Judge
from shared.domain.ids import SellerId, hash_key
from shared.domain.interaction import Channel
from shared.domain.reply_templates import (
    MOST_TEMPLATES,
    ReplyTemplate,
    TemplateWords,
    fill_sample,
    find_fault,
    findings_in,
)
from shared.ports import Clock, Create, Delete, Order, Put, Query, Store, Stores


class TooManyTemplates(Rejected):
    """A seller has as many templates as there may be."""


@dataclass(eq=False)
class BadTemplate(Rejected):
    """The text is no template; `code` and `words` say why."""

    code: str
    words: str


@dataclass(eq=False)
class TemplateRefused(Rejected):
    """A reply made from it could not be sent."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A stored template, and what the guardrails warn of."""

    template: ReplyTemplate
    findings: tuple[Finding, ...]


def list_templates(seller: SellerId, *, stores: Stores) -> list[ReplyTemplate]:
    """All of them, by title."""
    oldest = Query(kind=ReplyTemplate, order=(Order("created_at"),), limit=MOST_TEMPLATES)
    found = stores.of_seller(seller).find(oldest)
    return sorted((one.value for one in found), key=lambda one: (one.title.casefold(), one.id))


def add_template(
    seller: SellerId,
    words: TemplateWords,
    request: str,
    *,
    stores: Stores,
    clock: Clock,
    judge: Judge,
) -> Kept:
    """Store a new one; the same request again finds the same template."""
    findings = check_template(words, judge)
    store, now = stores.of_seller(seller), clock.now()
    template = ReplyTemplate(
        id=hash_key("template", request),
        title=words.title,
        text=words.text,
        channels=words.channels,
        intents=words.intents,
        revision=1,
        created_at=now,
        changed_at=now,
    )
    known = store.get(ReplyTemplate, template.id)
    if known is not None:
        return Kept(template=known.value, findings=findings)
    if len(list_templates(seller, stores=stores)) >= MOST_TEMPLATES:
        raise TooManyTemplates("no more templates")
    return Kept(template=_create(store, template), findings=findings)


def change_template(
    seller: SellerId,
    name: str,
    words: TemplateWords,
    revision: int,
    *,
    stores: Stores,
    clock: Clock,
    judge: Judge,
) -> Kept:
    """Replace one, if it is still as it was read; the same words again change nothing."""
    store = stores.of_seller(seller)
    stored = store.get(ReplyTemplate, name)
    if stored is None:
        raise NotFound("no such template")
    findings = check_template(words, judge)
    known = stored.value
    if words_of(known) == words:
        return Kept(template=known, findings=findings)
    if known.revision != revision:
        raise Stale("the template was changed meanwhile")
    after = replace(
        known,
        title=words.title,
        text=words.text,
        channels=words.channels,
        intents=words.intents,
        revision=known.revision + 1,
        changed_at=clock.now(),
    )
    store.commit([Put(after, version=stored.version)])
    return Kept(template=after, findings=findings)


def remove_template(seller: SellerId, name: str, *, stores: Stores) -> None:
    """Take one away; NotFound when there is none."""
    store = stores.of_seller(seller)
    if store.get(ReplyTemplate, name) is None:
        raise NotFound("no such template")
    store.commit([Delete(ReplyTemplate, (name,))])


def check_template(words: TemplateWords, judge: Judge) -> tuple[Finding, ...]:
    """What the guardrails warn of in a reply made from it.

    BadTemplate for what is no template, TemplateRefused for what no channel of it lets out.
    """
    fault = find_fault(words.text, words.channels)
    if fault is not None:
        raise BadTemplate(*fault)
    filled = fill_sample(words.text)
    found = (
        finding
        for channel in words.channels or tuple(Channel)
        for finding in findings_in(filled, judge.check(channel, filled.text))
    )
    findings = merge_findings([*_distinct(found)])
    if find_blocks(findings):
        raise TemplateRefused(findings)
    return findings


def words_of(template: ReplyTemplate) -> TemplateWords:
    """What its seller has decided."""
    return TemplateWords(
        title=template.title,
        text=template.text,
        channels=template.channels,
        intents=template.intents,
    )


def _create(store: Store, template: ReplyTemplate) -> ReplyTemplate:
    try:
        store.commit([Create(template)])
    except AlreadyExists:
        stored = store.get(ReplyTemplate, template.id)
        return stored.value if stored else template
    # Others may have been added since they were counted: the last of them sees them all.
    if store.count(Query(kind=ReplyTemplate)) > MOST_TEMPLATES:
        store.commit([Delete(ReplyTemplate, (template.id,))])
        raise TooManyTemplates("no more templates")
    return template


def _distinct(findings: Iterable[Finding]) -> Iterable[Finding]:
    return dict.fromkeys(findings)
