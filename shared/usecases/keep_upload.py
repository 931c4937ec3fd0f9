"""Keep a file that the seller wants to send into a chat."""

from datetime import timedelta

from shared.domain.attachments import OutgoingFile, find_file_fault
from shared.domain.connectors import capabilities_of
from shared.domain.errors import AlreadyExists
from shared.domain.files import KEEP_FILES, UploadedFile, upload_id
from shared.domain.ids import InteractionId, SellerId
from shared.domain.replies.refusals import FilesRefused
from shared.ports import Clock, Create, Files, Patch, Query, Store, Stores, Where
from shared.usecases.read_interaction import find_item

# At 5 MB each no seller keeps more than 75 GB; the busiest team answers fewer chats a day.
MOST_A_DAY = 500
_DAY = timedelta(days=1)


def keep_upload(
    seller: SellerId,
    interaction: InteractionId,
    file: OutgoingFile,
    *,
    stores: Stores,
    files: Files,
    clock: Clock,
) -> UploadedFile:
    """Check a file as WB will and keep it; the same file again is the same upload.

    Raises NotFound, FilesRefused, or Unavailable when it could not be kept.
    """
    store = stores.of_seller(seller)
    limits = capabilities_of(find_item(store, interaction).channel).files
    if limits is None:
        raise FilesRefused("Файлы можно отправить только в чат")
    fault = find_file_fault([file], limits)
    if fault is not None:
        raise FilesRefused(fault)
    upload = UploadedFile(
        id=upload_id(interaction, file.name, file.content),
        interaction=interaction,
        name=file.name,
        content_type=file.content_type,
        size=len(file.content),
        expires_at=clock.now() + KEEP_FILES,
    )
    if _count_newest(store, upload) >= MOST_A_DAY:
        raise FilesRefused(f"За сутки можно прикрепить не больше {MOST_A_DAY} файлов")
    # The bytes come first: an upload that can be named has them.
    files.keep(seller, upload.id, file.content)
    try:
        store.commit([Create(upload)])
    except AlreadyExists:
        fields = {"expires_at": upload.expires_at}
        store.commit([Patch(UploadedFile, (upload.id,), fields)])
    return upload


def _count_newest(store: Store, upload: UploadedFile) -> int:
    """How many files were kept within the day before this one; the same file again is one."""
    newest = Where("expires_at", ">", upload.expires_at - _DAY)
    return store.count(Query(kind=UploadedFile, where=(newest,), limit=MOST_A_DAY))
