"""The handlers of one seller, as they are connected to the ports that a test has."""

from typing import Protocol

from shared.domain.ids import ReplyId
from shared.domain.replies.switch import Switch
from shared.domain.sync.category import Category
from shared.ports import Clock, Files, Ids, Marketplaces, Stores, TaskQueue, Vault
from shared.usecases.dispatch_desk import ReportDouble, tell_nobody
from shared.usecases.dispatch_reply import DispatchReport, dispatch_reply
from shared.usecases.ingest_page import ingest_page
from shared.usecases.sync_category import sync_category
from shared.usecases.sync_channel import SyncReport
from tests.builders import SELLER


class Outside(Protocol):
    """What a test keeps of the world outside the handlers."""

    @property
    def stores(self) -> Stores: ...

    @property
    def wb(self) -> Marketplaces: ...

    @property
    def vault(self) -> Vault: ...

    @property
    def files(self) -> Files: ...

    @property
    def queue(self) -> TaskQueue: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def ids(self) -> Ids: ...


class Switched(Outside, Protocol):
    """With the operators' switch."""

    @property
    def switch(self) -> Switch: ...


def run_dispatch(
    outside: Switched,
    reply: ReplyId,
    wb: Marketplaces | None = None,
    report_double: ReportDouble = tell_nobody,
) -> DispatchReport:
    """One step of a reply, through another `wb` where one is given."""
    return dispatch_reply(
        SELLER,
        reply,
        stores=outside.stores,
        marketplaces=wb or outside.wb,
        vault=outside.vault,
        queue=outside.queue,
        clock=outside.clock,
        ids=outside.ids,
        files=outside.files,
        switch=outside.switch,
        report_double=report_double,
    )


def run_sync(outside: Outside, category: Category, file: str = "") -> SyncReport:
    """One round of a category, or one file of it."""
    return sync_category(
        SELLER,
        category,
        file,
        stores=outside.stores,
        marketplaces=outside.wb,
        vault=outside.vault,
        files=outside.files,
        queue=outside.queue,
        clock=outside.clock,
        ids=outside.ids,
    )


def run_ingest(outside: Outside, page: str) -> None:
    """One page."""
    ingest_page(
        SELLER,
        page,
        stores=outside.stores,
        item_reader=outside.wb,
        queue=outside.queue,
        clock=outside.clock,
    )
