"""A buyer's file comes when it is asked for: once, within the budget, and only to its seller."""

from datetime import timedelta

import pytest

from shared.adapters.memory.clock import FixedClock
from shared.adapters.memory.files import MemoryFiles
from shared.adapters.memory.marketplace import MemoryMarketplaces
from shared.adapters.memory.tasks import MemoryTaskQueue
from shared.adapters.memory.vault import MemoryVault
from shared.domain.accounts.account import Connection, Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.attachments import FileState, OutgoingFile
from shared.domain.errors import AccessDenied, Denial, NotFound, RateLimited, Unavailable
from shared.domain.files import KEEP_FILES, FetchedFile, FetchState, FilePlace
from shared.domain.ids import SellerId, hash_key, interaction_id
from shared.domain.interaction import Attachment, Channel, Message, Sender
from shared.ports import Create, Put
from shared.usecases.ask_file import FileView, ask_file
from shared.usecases.fetch_file import fetch_file
from tests.builders import NOON, SELLER
from tests.stores import embedded_stores

JPEG = b"\xff\xd8\xff" + b"picture"
PHOTO = OutgoingFile(name="photo.jpg", content_type="image/jpeg", content=JPEG)
CHAT = interaction_id(Channel.CHAT, "1:c1")
EVENT = hash_key("event", "e1")


class Desk:
    """One chat message with a picture and a file that WB does not let anybody ask for."""

    def __init__(self, kind: TokenKind = TokenKind.SERVICE) -> None:
        self.clock = FixedClock(NOON)
        self.stores = embedded_stores()
        self.wb = MemoryMarketplaces(self.clock)
        self.cabinet = self.wb.add_cabinet()
        self.vault = MemoryVault()
        self.vault.seal(SELLER, self.wb.issue_token(kind=kind))
        self.files = MemoryFiles()
        self.queue = MemoryTaskQueue(self.clock)
        self.download_id = self._hang()
        self.name = FilePlace(interaction=CHAT, message=EVENT, number=0).name

    def _hang(self) -> str:
        chat = self.cabinet.open_chat("1:c1", text="Здравствуйте")
        self.cabinet.say(chat, "Вот фото", files=[PHOTO])
        (download_id,) = self.cabinet.files
        message = Message(
            id=EVENT,
            interaction=CHAT,
            sender=Sender.CLIENT,
            sent_at=NOON,
            attachments=(
                Attachment(name="photo.jpg", download_id=download_id),
                Attachment(name="lost.pdf"),
            ),
        )
        self.stores.of_seller(SELLER).commit([Create(message)])
        return download_id

    def connect(self) -> None:
        """Connect the cabinet anew, by the same key."""
        token = self.vault.open(SELLER)
        assert token
        connection = Connection(
            facts=self.wb.read_token(token),
            cabinet="",
            trade_mark="",
            connected_at=self.clock.now(),
        )
        seller = Seller(id=SELLER, name="", email="", created_at=NOON, connection=connection)
        self.stores.shared().commit([Put(seller)])

    def ask(self, name: str = "", seller: SellerId = SELLER) -> FileView:
        return ask_file(
            seller,
            name or self.name,
            stores=self.stores,
            files=self.files,
            queue=self.queue,
            clock=self.clock,
        )

    def fetch(self) -> str:
        return fetch_file(
            SELLER,
            self.name,
            stores=self.stores,
            marketplaces=self.wb,
            vault=self.vault,
            files=self.files,
            queue=self.queue,
            clock=self.clock,
        )

    def downloads(self) -> int:
        return len(self.cabinet.calls_of("download_file"))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_first_look_has_the_file_fetched_and_the_next_one_gets_it(desk: Desk) -> None:
    first = desk.ask()
    fetched = desk.fetch()
    second = desk.ask()

    assert (first.state, fetched) == (FetchState.WANTED, "ready")
    assert (second.state, second.content, second.content_type) == (
        FetchState.READY,
        JPEG,
        "image/jpeg",
    )
    assert second.name == "photo.jpg"


def test_a_task_holds_ids_alone_and_a_second_look_makes_no_second_one(desk: Desk) -> None:
    desk.ask()
    desk.ask()

    (task,) = desk.queue.waiting
    assert task.payload == {"seller": SELLER, "category": "chat", "file": desk.name}


def test_a_repeated_task_asks_wb_no_second_time(desk: Desk) -> None:
    desk.ask()
    desk.fetch()

    assert desk.fetch() == "known"
    assert desk.downloads() == 1


def test_a_lost_task_is_replaced_by_a_later_look(desk: Desk) -> None:
    desk.ask()
    desk.clock.advance(timedelta(seconds=31))
    desk.ask()

    assert len(desk.queue.waiting) == 2


def test_a_file_that_wb_still_checks_is_asked_for_when_wb_said(desk: Desk) -> None:
    desk.cabinet.judge_file(desk.download_id, FileState.CHECKING)
    desk.ask()
    desk.fetch()
    during = desk.ask()
    queued = len(desk.queue.waiting)
    desk.cabinet.judge_file(desk.download_id, FileState.READY)
    desk.clock.advance(during.wait)
    desk.ask()

    assert during.state is FetchState.CHECKING
    assert during.wait == timedelta(seconds=30)
    assert len(desk.queue.waiting) == queued + 1
    assert desk.fetch() == "ready"


@pytest.mark.parametrize(
    ("judged", "told"),
    [
        (FileState.REFUSED, FetchState.REFUSED),
        (FileState.GONE, FetchState.GONE),
        (FileState.TOO_LARGE, FetchState.TOO_LARGE),
    ],
)
def test_a_final_word_is_kept(desk: Desk, judged: FileState, told: FetchState) -> None:
    desk.cabinet.judge_file(desk.download_id, judged)
    desk.ask()
    desk.fetch()
    desk.clock.advance(timedelta(days=1))

    assert desk.ask().state is told
    assert desk.downloads() == 1


@pytest.mark.parametrize("name", ["nothing", "../../secrets", ""])
def test_a_name_that_no_file_has_is_not_found(desk: Desk, name: str) -> None:
    with pytest.raises(NotFound):
        desk.ask(name or f"{CHAT}-{EVENT}-7")


def test_what_wb_gave_no_download_for_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.ask(FilePlace(interaction=CHAT, message=EVENT, number=1).name)


def test_another_seller_finds_nothing(desk: Desk) -> None:
    desk.ask()
    desk.fetch()

    with pytest.raises(NotFound):
        desk.ask(seller=SellerId("seller-2"))


def test_a_denied_file_is_not_asked_for_again_at_each_look(desk: Desk) -> None:
    desk.connect()
    desk.cabinet.fail_reads(AccessDenied(Denial.SCOPE))
    desk.ask()
    desk.fetch()
    queued = len(desk.queue.waiting)
    looks = set()
    for _ in range(19):
        desk.clock.advance(timedelta(seconds=31))
        looks.add(desk.ask().state)

    assert looks == {FetchState.DENIED}
    assert len(desk.queue.waiting) == queued


def test_a_denied_file_is_tried_again_after_a_while(desk: Desk) -> None:
    desk.cabinet.fail_reads(AccessDenied(Denial.SCOPE))
    desk.ask()
    desk.fetch()
    desk.clock.advance(timedelta(minutes=10))

    assert desk.ask().state is FetchState.WANTED
    assert desk.fetch() == "ready"


def test_a_new_key_tries_a_denied_file_at_once(desk: Desk) -> None:
    desk.connect()
    desk.cabinet.fail_reads(AccessDenied(Denial.SCOPE))
    desk.clock.advance(timedelta(seconds=1))
    desk.ask()
    desk.fetch()
    desk.clock.advance(timedelta(seconds=1))
    desk.connect()

    assert desk.ask().state is FetchState.WANTED
    assert desk.fetch() == "ready"


def test_without_a_key_the_file_is_denied(desk: Desk) -> None:
    desk.vault.forget(SELLER)
    desk.ask()

    assert desk.fetch() == "denied"


def test_spent_calls_put_the_file_off(desk: Desk) -> None:
    desk.cabinet.fail_reads(RateLimited(40))
    desk.ask()

    assert desk.fetch() == "later"
    assert desk.fetch() == "later"
    assert desk.downloads() == 1
    assert desk.queue.waiting[-1].due >= NOON + timedelta(seconds=40)
    desk.clock.advance(timedelta(seconds=41))
    assert desk.fetch() == "ready"


def test_a_file_that_is_put_off_twice_is_not_forgotten(desk: Desk) -> None:
    desk.cabinet.fail_reads(RateLimited(40), RateLimited(40))
    desk.ask()
    desk.fetch()
    first = desk.queue.waiting[-1]
    desk.clock.set(first.due)

    assert desk.fetch() == "later"
    assert desk.queue.waiting[-1].due >= first.due + timedelta(seconds=40)


def test_a_silent_wb_is_asked_again_by_the_queue(desk: Desk) -> None:
    desk.cabinet.fail_reads(Unavailable("no answer"))
    desk.ask()

    with pytest.raises(Unavailable):
        desk.fetch()
    assert desk.fetch() == "ready"


def test_bytes_that_were_not_kept_leave_the_file_wanted(desk: Desk) -> None:
    desk.ask()
    desk.files.is_down = True
    with pytest.raises(Unavailable):
        desk.fetch()
    desk.files.is_down = False

    assert desk.ask().state is FetchState.WANTED
    assert desk.fetch() == "ready"


def test_a_file_that_the_bucket_forgot_is_fetched_again(desk: Desk) -> None:
    desk.ask()
    desk.fetch()
    desk.files.lose(SELLER, desk.name)

    assert desk.ask().state is FetchState.WANTED
    assert desk.fetch() == "ready"
    assert desk.ask().content == JPEG


def test_an_expired_file_is_forgotten(desk: Desk) -> None:
    desk.ask()
    desk.fetch()
    desk.clock.advance(KEEP_FILES)

    assert desk.ask().state is FetchState.WANTED


def test_what_the_bytes_do_not_prove_has_no_type(desk: Desk) -> None:
    page = OutgoingFile(name="a.jpg", content_type="image/jpeg", content=b"<script>alert(1)")
    desk.cabinet.files[desk.download_id].file = page
    desk.ask()
    desk.fetch()

    assert desk.ask().content_type == ""


def test_only_known_documents_are_fetched(desk: Desk) -> None:
    assert desk.fetch() == "known"
    assert desk.stores.of_seller(SELLER).get(FetchedFile, desk.name) is None
    assert not desk.downloads()
