"""The one switch: nothing more is answered without a person, whatever else is being saved."""

from contextlib import suppress
from dataclasses import replace

from shared.domain.accounts.audit import Deed
from shared.domain.errors import AlreadyExists, Stale
from shared.domain.ids import SellerId
from shared.domain.settings import SETTINGS_KEY, SellerSettings
from shared.domain.settings_change import KEEP_CHANGES, Section, SettingsChange
from shared.ports import Clock, Create, Ids, Put, Stores
from shared.usecases.note_deed import new_deed

_TRIES = 10


def stop_answers(
    seller: SellerId, *, stores: Stores, clock: Clock, ids: Ids, device: str = ""
) -> SellerSettings | None:
    """Turn answering off, so that neither approval nor dispatch goes on with it.

    None when nothing was ever chosen, which is off already.
    """
    store = stores.of_seller(seller)
    for _ in range(_TRIES):
        stored = store.get(SellerSettings, SETTINGS_KEY)
        if stored is None or not stored.value.auto.enabled:
            return stored.value if stored else None
        after = replace(stored.value, auto=replace(stored.value.auto, enabled=False))
        now = clock.now()
        change = SettingsChange(
            id=ids.new(),
            section=Section.AUTO_RESPONSE,
            at=now,
            expires_at=now + KEEP_CHANGES,
            device=device,
            before={"enabled": "true"},
            after={"enabled": "false"},
        )
        deed = new_deed(Deed.AUTOMATION_STOPPED, clock=clock, ids=ids, device=device)
        with suppress(AlreadyExists, Stale):
            store.commit([Put(after, version=stored.version), Create(change), deed])
            return after
    raise Stale("the settings are saved elsewhere all the time")
