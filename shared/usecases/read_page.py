"""Read a stored page again, and put aside what cannot be read or stored."""

from dataclasses import field

from shared.domain.dataclass import dataclass
from shared.domain.errors import Malformed
from shared.domain.ids import interaction_id
from shared.domain.interaction import Channel
from shared.domain.settings import SellerSettings
from shared.domain.sync.arrivals import Arrival, Departure, without_name
from shared.domain.sync.pages import Page, Refused
from shared.domain.sync.parcels import Parcel, divide_chat, unpack_parcels
from shared.ports import ItemReader, Store
from shared.usecases.quarantine_item import quarantine_item


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What arrived, beside WB's own words for it; `undated` counts dates nobody can read."""

    parcel: Parcel
    arrival: Arrival | Departure
    undated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """One page at work; `refused` grows by what a person has to look at."""

    page: Page
    store: Store
    item_reader: ItemReader
    settings: SellerSettings
    refused: list[Refused] = field(default_factory=list)


def read_page(reading: PageReading) -> list[Piece]:
    """Sync has read these items once, but perhaps with other eyes: a deploy may lie between."""
    parcels = unpack_parcels(reading.page.body)
    return [piece for parcel in parcels for piece in _read_parcel(reading, parcel)]


def refuse_parcel(reading: PageReading, parcel: Parcel, reason: str) -> list[Piece]:
    """Put aside no more than one thing: of a chat, what is good of its parts is given back."""
    parts = divide_chat(parcel) if reading.page.channel is Channel.CHAT else []
    if len(parts) > 1:
        return [piece for part in parts for piece in _read_parcel(reading, part)]
    page = reading.page
    refused = quarantine_item(
        page.channel, parcel.raw, reason, store=reading.store, seen_at=page.observed_at
    )
    reading.refused.append(refused)
    return []


def _read_parcel(reading: PageReading, parcel: Parcel) -> list[Piece]:
    try:
        return [_understand(reading, parcel)]
    except Malformed as broken:
        return refuse_parcel(reading, parcel, str(broken))


def _understand(reading: PageReading, parcel: Parcel) -> Piece:
    page = reading.page
    if parcel.gone:
        name = interaction_id(page.channel.value, str(parcel.raw["id"]))
        gone = Departure(interaction=name, observed_at=page.observed_at)
        return Piece(parcel=parcel, arrival=gone)
    parsed = reading.item_reader.parse_item(page.channel, parcel.raw, page.observed_at)
    listed = page.channel is Channel.CHAT and bool(parcel.raw.get("chat"))
    arrival = Arrival.of(parsed, moved=parcel.moved, listed=listed, old=parcel.old)
    kept = arrival if reading.settings.store_buyer_names else without_name(arrival)
    return Piece(parcel=parcel, arrival=kept, undated=len(parsed.undated))
