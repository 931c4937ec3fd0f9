"""Handlers around the inbox, each alone: the connection, files, and long jobs."""

from typing import Any

from shared.domain.accounts.account import Cabinet, Seller
from shared.domain.accounts.tokens import TokenKind
from shared.domain.attachments import OutgoingFile
from shared.domain.files import FetchedFile, FilePlace, UploadedFile
from shared.domain.ids import interaction_id, shard_of
from shared.domain.interaction import Channel, Message
from shared.domain.jobs import Job, JobKind, job_id
from shared.domain.linking.customers import CustomerProfile
from shared.domain.summary import SUMMARY_KEY, InboxSummary
from shared.domain.sync.due import SellerDue, Shard
from shared.ports import Create, Put, Query, Stores
from shared.usecases.ask_file import ask_file
from shared.usecases.connect_cabinet import connect_cabinet, disconnect_cabinet
from shared.usecases.full_sync import full_sync_worker
from shared.usecases.keep_upload import keep_upload
from shared.usecases.rebuild_profiles import profile_worker
from shared.usecases.report_quality import report_quality
from shared.usecases.run_job import start_job, sweep_jobs
from tests.builders import SELLER
from tests.simulation.case import Case, counts, queued
from tests.simulation.engine import Engine
from tests.simulation.item_cases import item_facts, living_world
from tests.simulation.ports import SimVault
from tests.simulation.reply_cases import approved_world, blocked_world, reply_facts
from tests.simulation.sync_world import SyncWorld
from tests.simulation.world import World

PHOTO = OutgoingFile(
    name="photo.jpg", content_type="image/jpeg", content=b"\xff\xd8\xff" + b"picture"
)


# --- the connection


def connect_case(engine: Engine) -> Case:
    """A seller connects anew, and what had waited for a key goes on."""
    world, held = blocked_world(engine)
    vault, token = SimVault(engine), world.new_token()

    def act() -> None:
        connect_cabinet(
            SELLER,
            token,
            accepted=frozenset(TokenKind),
            stores=world.stores,
            marketplaces=world.wb,
            vault=vault,
            queue=world.queue,
            clock=world.clock,
            ids=world.ids,
        )

    def look() -> Any:
        kept = vault.open(SELLER) == token
        return kept, _ties(world.plain), reply_facts(world), queued(held)

    return Case(act, look)


def disconnect_case(engine: Engine) -> Case:
    """A seller takes the key away."""
    world = living_world(engine)

    def act() -> None:
        disconnect_cabinet(
            SELLER, stores=world.stores, vault=world.vault, clock=world.clock, ids=world.ids
        )

    return Case(act, lambda: (world.vault.open(SELLER), _ties(world.plain)))


def _ties(stores: Stores) -> Any:
    """Which account and cabinet hold each other, and what of it is polled."""
    shared = stores.shared()
    profile, shard = shared.get(Seller, SELLER), shared.get(Shard, str(shard_of(SELLER)))
    assert profile is not None
    cabinets = [stored.value.seller for stored in shared.find(Query(kind=Cabinet))]
    polled = shard.value.sellers.keys() if shard else ()
    return profile.value.connection is not None, profile.value.cabinet, cabinets, [*polled]


# --- files


def upload_case(engine: Engine) -> Case:
    """A file is attached to a message that is being written."""
    world = World(engine, Channel.CHAT)

    def act() -> None:
        keep_upload(
            SELLER,
            world.item.id,
            PHOTO,
            stores=world.stores,
            files=world.files,
            clock=world.clock,
        )

    def look() -> Any:
        found = world.plain.of_seller(SELLER).find(Query(kind=UploadedFile))
        return [stored.value.name for stored in found], world.files.look()

    return Case(act, look)


def ask_case(engine: Engine) -> Case:
    """A page asks for a buyer's file until it is there."""
    world, name = _world_with_file(engine)
    ask = lambda: _ask(world, name)  # noqa: E731
    engine.every(60.0, lambda: engine.start(ask, lambda _: None, "ask"), first=60.0)
    return Case(ask, lambda: _file_facts(world, name))


def fetch_case(engine: Engine) -> Case:
    """A file that was asked for is fetched; whoever sees it missing asks again."""
    world, name = _world_with_file(engine)
    held = world.queue.hold()
    _ask(world, name)
    payload = held.pop().payload
    world.queue.release()
    ask = lambda: _ask(world, name)  # noqa: E731
    engine.every(60.0, lambda: engine.start(ask, lambda _: None, "ask"), first=60.0)
    return Case(lambda: world.handle("sync", payload), lambda: _file_facts(world, name))


def _world_with_file(engine: Engine) -> tuple[SyncWorld, str]:
    world = SyncWorld(engine)
    chat = world.cabinet.open_chat(text="Здравствуйте")
    world.cabinet.say(chat, "Вот фото", files=[PHOTO])
    world.run_until_queued("link")
    within = (interaction_id(Channel.CHAT, chat),)
    found = world.plain.of_seller(SELLER).find(Query(kind=Message, within=within))
    message = next(stored.value for stored in found if stored.value.attachments)
    place = FilePlace(interaction=message.interaction, message=message.id, number=0)
    return world, place.name


def _ask(world: SyncWorld, name: str) -> None:
    ask_file(
        SELLER,
        name,
        stores=world.stores,
        files=world.files,
        queue=world.queue,
        clock=world.clock,
    )


def _file_facts(world: SyncWorld, name: str) -> Any:
    stored = world.plain.of_seller(SELLER).get(FetchedFile, name)
    return stored and (stored.value.state, stored.value.content_type), world.files.look()


# --- jobs


def full_sync_case(engine: Engine) -> Case:
    """The whole history is read again, slice by slice."""
    return _job_case(engine, JobKind.FULL_SYNC)


def rebuild_case(engine: Engine) -> Case:
    """Links and profiles are made anew."""
    return _job_case(engine, JobKind.REBUILD_PROFILES)


def _job_case(engine: Engine, kind: JobKind) -> Case:
    world = living_world(engine)
    world.run_until_queued("link")
    name = job_id(kind, "case")
    held = world.queue.hold()
    start_job(SELLER, kind, name, stores=world.plain, queue=world.queue, clock=world.clock)
    held.pop()
    world.queue.release()
    world.workers = {
        JobKind.FULL_SYNC: full_sync_worker(
            stores=world.stores, queue=world.queue, clock=world.clock
        ),
        JobKind.REBUILD_PROFILES: profile_worker(stores=world.stores, clock=world.clock),
    }

    def sweep() -> None:
        sweep_jobs(stores=world.stores, queue=world.queue, clock=world.clock)

    engine.every(60.0, lambda: engine.start(sweep, lambda _: None, "sweep"), first=60.0)
    engine.every(60.0, world.plan, first=60.0)

    def look() -> Any:
        store = world.plain.of_seller(SELLER)
        job = store.get(Job, name)
        profiles = [stored.value for stored in store.find(Query(kind=CustomerProfile))]
        return job and job.value.state, item_facts(world), len(profiles)

    return Case(lambda: world.handle("jobs", {"seller": SELLER, "job": name}), look)


def recount_case(engine: Engine) -> Case:
    """Counts that are wrong are put right."""
    world = approved_world(engine, Channel.REVIEW)
    wrong = InboxSummary(id=SUMMARY_KEY, views={"attention": {"chat": 7}}, version=9)
    world.plain.of_seller(SELLER).commit([Put(wrong)])
    shard = Shard(number=shard_of(SELLER), sellers={SELLER: SellerDue()})
    world.plain.shared().commit([Create(shard)])

    def act() -> None:
        report_quality(stores=world.stores, clock=world.clock, shards=[shard_of(SELLER)])

    engine.every(60.0, lambda: engine.start(act, lambda _: None, "recount"), first=60.0)
    return Case(act, lambda: counts(world.plain.of_seller(SELLER)))
