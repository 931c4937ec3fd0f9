"""What one sync task does: the category and what belongs to it as context, or one file of it."""

from shared.domain.ids import SellerId
from shared.domain.sync.category import Category
from shared.ports import Clock, Files, Ids, Marketplaces, Stores, TaskQueue, Vault
from shared.usecases.sync_channel import SyncReport, sync_channel

_DONE = "done"


def sync_category(
    seller: SellerId,
    category: Category,
    file: str = "",
    *,
    stores: Stores,
    marketplaces: Marketplaces,
    vault: Vault,
    files: Files,
    queue: TaskQueue,
    clock: Clock,
    ids: Ids,
) -> SyncReport:
    """Sync; after a round of chats also the claims for a return, which chats refer to.

    With a `file`, fetch it and nothing else.
    """
    if file:
        from shared.usecases.fetch_file import fetch_file

        outcome = fetch_file(
            seller,
            file,
            stores=stores,
            marketplaces=marketplaces,
            vault=vault,
            files=files,
            queue=queue,
            clock=clock,
        )
        return SyncReport(outcome=outcome)
    report = sync_channel(
        seller,
        category,
        stores=stores,
        marketplaces=marketplaces,
        vault=vault,
        queue=queue,
        clock=clock,
        ids=ids,
    )
    if category is Category.CHAT and report.outcome == _DONE:
        from shared.usecases.read_claims import read_claims

        read_claims(seller, stores=stores, marketplaces=marketplaces, vault=vault, clock=clock)
    return report
