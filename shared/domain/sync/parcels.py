"""Raw items on their way from sync to ingestion, in pages that a document can hold."""

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from shared.domain.dataclass import dataclass
from shared.domain.raw_items import RawItem

LARGEST_BODY_BYTES = 900_000
# One page is ingested in one commit, which may hold 200 writes and also counts the inbox.
MOST_WRITES = 190
# WB's JSON may spell half a character; what cannot be stored is refused later, item by item.
_ANY_TEXT = "surrogatepass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One raw item: `moved` when it was seen before with another content.

    Of an item that is `gone` from WB nothing is left but its id. `old` items were there before
    anybody read the seller's channel. `writes` is the most that its ingestion writes. `name` is
    WB's id, and `news` the content's hash when the item is new to us or has changed; `message` is
    the first of a chat's messages: these three stay behind.
    """

    raw: RawItem
    moved: bool = False
    gone: bool = False
    old: bool = False
    writes: int = 1
    name: str = ""
    news: str = ""
    message: str = ""


_FIELDS = frozenset(part.name for part in fields(Parcel))


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """Parcels of one page, compressed, and the fingerprint of their content."""

    body: bytes
    digest: str
    parcels: tuple[Parcel, ...]


def pack_parcels(parcels: Sequence[Parcel]) -> Iterator[Packed]:
    """Split as far as needed; a single item may still be larger than a document can hold."""
    group: list[Parcel] = []
    for parcel in parcels:
        if group and sum(one.writes for one in group) + parcel.writes > MOST_WRITES:
            yield from _pack_group(group)
            group = []
        group.append(parcel)
    if group:
        yield from _pack_group(group)


def unpack_parcels(body: bytes) -> list[Parcel]:
    """Read a page's items back; what a later release says besides is left to it."""
    rows = json.loads(zlib.decompress(body).decode(errors=_ANY_TEXT))
    return [Parcel(**{name: row[name] for name in _FIELDS & row.keys()}) for row in rows]


def divide_chat(parcel: Parcel) -> list[Parcel]:
    """A chat's line and each of its events apart, in their order."""
    line, events = parcel.raw.get("chat"), parcel.raw.get("events")
    told = [] if line is None else [replace(parcel, raw={"chat": line, "events": []})]
    heard = events if isinstance(events, list) else []
    return told + [
        replace(parcel, raw={"chat": None, "events": [event]}, moved=False) for event in heard
    ]


def pack_raw(raw: RawItem) -> bytes:
    """Compress one item alone."""
    return zlib.compress(dump_raw(raw).encode(errors=_ANY_TEXT))


def unpack_raw(body: bytes) -> RawItem:
    """Read one item back; ValueError when it was too large to be kept whole."""
    raw: RawItem = json.loads(zlib.decompress(body).decode(errors=_ANY_TEXT))
    return raw


def digest_raw(raw: RawItem) -> str:
    """Fingerprint an item whose fields nobody could read."""
    return hashlib.sha256(dump_raw(raw).encode(errors=_ANY_TEXT)).hexdigest()


def dump_raw(raw: RawItem) -> str:
    """One spelling for equal items."""
    return json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _pack_group(group: Sequence[Parcel]) -> Iterator[Packed]:
    content = f"[{','.join(map(_write_row, group))}]".encode(errors=_ANY_TEXT)
    body = zlib.compress(content)
    if len(body) <= LARGEST_BODY_BYTES or len(group) == 1:
        digest = hashlib.sha256(content).hexdigest()
        yield Packed(body=body, digest=digest, parcels=tuple(group))
        return
    middle = len(group) // 2
    yield from _pack_group(group[:middle])
    yield from _pack_group(group[middle:])


def _write_row(parcel: Parcel) -> str:
    marks = {"moved": parcel.moved, "gone": parcel.gone, "old": parcel.old}
    told = "".join(f'"{name}":true,' for name, is_so in marks.items() if is_so)
    return f'{{{told}"raw":{dump_raw(parcel.raw)}}}'
