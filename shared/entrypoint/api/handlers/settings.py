"""Settings, a section at a time: read, replace, put back, and look up what was changed."""

import json
from collections.abc import Callable
from typing import Any

from shared.domain.accounts.account import Seller
from shared.domain.errors import NotFound, Stale
from shared.domain.settings_change import Section, SettingsChange
from shared.entrypoint.api.calls import Call, Result
from shared.entrypoint.api.cursors import open_position, sign_position
from shared.entrypoint.api.devices import name_device
from shared.entrypoint.api.problems import Refusal
from shared.entrypoint.api.sections import SECTIONS, SectionShape
from shared.entrypoint.api.shapes.base import Answer, Nothing, Request
from shared.entrypoint.api.shapes.settings import (
    ChangedField,
    HistoryAnswer,
    HistoryQuery,
    SettingsChangeAnswer,
)
from shared.entrypoint.api.tags import digest_tag
from shared.usecases.change_settings import (
    Chosen,
    SectionChange,
    change_section,
    default_chosen,
    read_changes_of,
    read_chosen,
)

Handler = Callable[[Call[Any, Any]], Result]


def show_section(section: Section) -> Handler:
    """Make the handler that reads a section."""
    shape = SECTIONS[section]

    def show(call: Call[Nothing, Nothing]) -> Result:
        chosen = read_chosen(call.seller, stores=call.outside.stores)
        return _answer(shape.show(chosen, _seller_of(call)))

    return _named(show, f"show_{section}", f"Read the section `{section}`.")


def save_section(section: Section) -> Handler:
    """Make the handler that replaces a section."""
    shape = SECTIONS[section]

    def save(call: Call[Request, Nothing]) -> Result:
        return _save(call, shape, lambda chosen: shape.take(chosen, call.body))

    return _named(save, f"save_{section}", f"Replace the section `{section}`.")


def reset_section(section: Section) -> Handler:
    """Make the handler that puts a section back to what a new account has."""
    shape = SECTIONS[section]

    def reset(call: Call[Nothing, Nothing]) -> Result:
        seller = _seller_of(call)

        def put_back(chosen: Chosen) -> Chosen:
            plain = shape.show(default_chosen(chosen), seller).model_dump(mode="json")
            known = {name: plain[name] for name in shape.request.model_fields}
            return shape.take(chosen, shape.request.model_validate_json(json.dumps(known)))

        return _save(call, shape, put_back)

    return _named(reset, f"reset_{section}", f"Put the section `{section}` back.")


def list_changes(section: Section) -> Handler:
    """Make the handler that tells a section's changes."""
    shape, purpose = SECTIONS[section], f"settings|{section}"

    def tell(call: Call[Nothing, HistoryQuery]) -> Result:
        after, limit = open_position(call, purpose, call.query.cursor), call.query.limit
        stores = call.outside.stores
        found = read_changes_of(call.seller, section, limit=limit, after=after, stores=stores)
        shown = [stored.value for stored in found[:limit]]
        last = (shown[-1].at, shown[-1].id) if len(found) > limit else None
        items = [_change_answer(shape, change) for change in shown]
        cursor = sign_position(call, purpose, last)
        return Result(answer=HistoryAnswer(items=items, next_cursor=cursor))

    return _named(tell, f"list_{section}_changes", f"Tell the changes of `{section}`.")


def _save(
    call: Call[Any, Any], shape: SectionShape[Any, Any], change: Callable[[Chosen], Chosen]
) -> Result:
    outside, seller = call.outside, _seller_of(call)

    def is_known(chosen: Chosen) -> bool:
        tag = digest_tag(shape.show(chosen, seller).model_dump_json())
        return call.expected.contains_weak(tag)

    if not call.expected:
        raise Refusal(code="precondition_failed")
    wish = SectionChange(
        section=shape.section,
        change=change,
        show=lambda chosen: _say_fields(shape, chosen, seller),
        is_known=is_known,
        device=name_device(call.agent),
    )
    try:
        saved = change_section(
            call.seller,
            wish,
            stores=outside.stores,
            queue=outside.queue,
            clock=outside.clock,
            ids=outside.ids,
        )
    except Stale as stale:
        raise Refusal(code="precondition_failed") from stale
    return _answer(shape.show(saved, seller))


def _say_fields(shape: SectionShape[Any, Any], chosen: Chosen, seller: Seller) -> dict[str, str]:
    plain = shape.show(chosen, seller).model_dump(mode="json")
    return {
        name: json.dumps(plain[name], ensure_ascii=False) for name in shape.request.model_fields
    }


def _seller_of(call: Call[Any, Any]) -> Seller:
    stored = call.outside.stores.shared().get(Seller, call.seller)
    if stored is None:
        raise NotFound("the account is gone")
    return stored.value


def _answer(answer: Answer) -> Result:
    return Result(answer=answer, etag=answer.model_dump_json())


def _change_answer(shape: SectionShape[Any, Any], change: SettingsChange) -> SettingsChangeAnswer:
    fields = [
        ChangedField(
            field=name,
            title=shape.titles.get(name, name),
            before=change.before.get(name, ""),
            after=change.after.get(name, ""),
        )
        for name in shape.titles
        if name in change.before or name in change.after
    ]
    return SettingsChangeAnswer(
        id=change.id, section=change.section, at=change.at, device=change.device, fields=fields
    )


def _named(handler: Handler, name: str, says: str) -> Handler:
    handler.__name__, handler.__doc__ = name, says
    return handler
