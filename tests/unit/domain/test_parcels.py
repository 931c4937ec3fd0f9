"""Raw items are packed into pages that a document and a commit can hold."""

from random import Random

from shared.domain.sync.parcels import (
    LARGEST_BODY_BYTES,
    MOST_WRITES,
    Parcel,
    digest_raw,
    pack_parcels,
    pack_raw,
    unpack_parcels,
)


def test_items_come_back_as_they_were() -> None:
    parcels = [
        Parcel(raw={"id": "1", "text": "Ёж «в тумане»", "n": 1.5, "x": None}),
        Parcel(raw={"half": "\ud83d"}, moved=True),
    ]

    (packed,) = pack_parcels(parcels)

    assert unpack_parcels(packed.body) == parcels


def test_equal_items_have_equal_fingerprints_whatever_their_order_of_fields() -> None:
    one, other = {"a": 1, "b": "\ud83d"}, {"b": "\ud83d", "a": 1}

    assert digest_raw(one) == digest_raw(other)
    assert pack_raw(one) == pack_raw(other)
    assert [p.digest for p in pack_parcels([Parcel(raw=one)])] == [
        p.digest for p in pack_parcels([Parcel(raw=other)])
    ]


def test_a_page_is_ingested_in_one_commit() -> None:
    parcels = [Parcel(raw={"id": str(number)}) for number in range(MOST_WRITES * 2 + 1)]
    heavy = [Parcel(raw={"id": str(number)}, writes=91) for number in range(3)]

    assert [len(page.parcels) for page in pack_parcels(parcels)] == [MOST_WRITES, MOST_WRITES, 1]
    assert [len(page.parcels) for page in pack_parcels(heavy)] == [2, 1]
    assert list(pack_parcels([])) == []


def test_a_page_that_no_document_can_hold_is_split() -> None:
    noise = Random(1)
    parcels = [Parcel(raw={"text": noise.randbytes(200_000).hex()}) for _ in range(9)]

    pages = list(pack_parcels(parcels))

    assert all(len(page.body) <= LARGEST_BODY_BYTES for page in pages)
    assert [p for page in pages for p in unpack_parcels(page.body)] == parcels


def test_a_single_item_that_is_too_large_stays_alone() -> None:
    large = Parcel(raw={"text": Random(1).randbytes(1_000_000).hex()})

    pages = list(pack_parcels([Parcel(raw={"id": "1"}), large]))

    assert [len(page.parcels) for page in pages] == [1, 1]
    assert len(pages[1].body) > LARGEST_BODY_BYTES
