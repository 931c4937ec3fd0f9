"""Keep a file that the seller wants to send into a chat."""

from shared.domain.attachments import OutgoingFile, find_file_fault
from shared.domain.connectors import capabilities_of
from shared.domain.errors import AlreadyExists
from shared.domain.files import KEEP_FILES, UploadedFile, upload_id
from shared.domain.ids import InteractionId, SellerId
from shared.domain.refusals import FilesRefused
from shared.ports import Clock, Create, Files, Patch, Stores
from shared.usecases.read_interaction import find_item


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
    # The bytes come first: an upload that can be named has them.
    files.keep(seller, upload.id, file.content)
    try:
        store.commit([Create(upload)])
    except AlreadyExists:
        fields = {"expires_at": upload.expires_at}
        store.commit([Patch(UploadedFile, (upload.id,), fields)])
    return upload
