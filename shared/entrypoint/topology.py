"""Where everything stands that functions connect to, as the arguments of what connects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from shared.entrypoint.logs import pass_trace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from shared.entrypoint.config.base import Settings
    from shared.entrypoint.config.files import FileSettings
    from shared.entrypoint.config.office import MailSettings
    from shared.entrypoint.config.wildberries import TokenSettings, WBSettings

TASKS_ACCOUNT = "tasks"
# Which function each queue feeds; a test keeps it equal to `infra/functions.json`.
QUEUE_FUNCTIONS = {
    "sync": "sync_channel",
    "ingest": "ingest_items",
    "link": "link_thread",
    "draft": "draft_reply",
    "dispatch": "dispatch_reply",
    "jobs": "report_quality",
}


class StoreAddress(TypedDict):
    """Arguments of `open_stores`."""

    backend: Literal["firestore", "embedded"]
    project: str
    embedded_path: Path | None
    indexes_path: Path | None


class FileAddress(TypedDict):
    """Arguments of `open_files`."""

    project: str
    bucket: str
    folder: Path | None


class KeyAddress(TypedDict):
    """Arguments of `open_keys`."""

    name: str
    url: str | None
    own: Sequence[bytes]


class MailAddress(TypedDict):
    """Arguments of `open_mailer`."""

    url: str
    sender: str
    folder: Path | None


class QueueAddress(TypedDict):
    """Arguments of `open_queue`."""

    emulator: str | None
    project: str
    region: str
    urls: Mapping[str, str]
    account: str
    speed: float
    trace: Callable[[], str]


def store_address(settings: Settings) -> StoreAddress:
    """Which store, and what a local one needs besides."""
    return {
        "backend": settings.store_backend,
        "project": settings.project,
        "embedded_path": settings.embedded_path,
        "indexes_path": settings.indexes_path,
    }


def file_address(settings: FileSettings) -> FileAddress:
    """Where files lie."""
    return {
        "project": settings.project,
        "bucket": settings.files_bucket,
        "folder": settings.files_folder,
    }


def key_address(settings: TokenSettings) -> KeyAddress:
    """Which key wraps those of sellers' tokens."""
    return {
        "name": settings.token_kms_key,
        "url": settings.token_kms_url,
        "own": settings.token_keys,
    }


def mail_address(settings: MailSettings) -> MailAddress:
    """Who takes letters, and in whose name they go."""
    return {
        "url": settings.smtp_url.get_secret_value(),
        "sender": settings.mail_from,
        "folder": settings.mail_folder,
    }


def queue_address(settings: Settings) -> QueueAddress:
    """The queues, where each one's tasks go, and as whom they call."""
    return {
        "emulator": settings.tasks_emulator,
        "project": settings.project,
        "region": settings.region,
        "urls": {queue: settings.url_of(name) for queue, name in QUEUE_FUNCTIONS.items()},
        "account": settings.account_of(TASKS_ACCOUNT),
        "speed": settings.clock_speed,
        "trace": pass_trace,
    }


def wb_addresses(settings: WBSettings) -> dict[str, str]:
    """The WB hosts that are put elsewhere, for `WBHosts`, which knows WB's own."""
    hosts = {
        "feedbacks": settings.wb_feedbacks_url,
        "chat": settings.wb_chat_url,
        "returns": settings.wb_returns_url,
        "common": settings.wb_common_url,
    }
    return {name: url for name, url in hosts.items() if url is not None}
