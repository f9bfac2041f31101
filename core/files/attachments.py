"""Keeping the files that users bring, and taking them back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from core.database.transactions import on_failure, write
from core.events.recording import Change, record
from core.files.storage import old_files, remove_file, write_file
from core.files.uploads import Upload, accept
from core.models import Attachment
from core.timekeeping.clock import real_now
from core.values.errors import DomainError

ORPHANED_AFTER = timedelta(days=1)
CHUNK = 1000


@write
def store_attachment(
    *, owner_kind: str, owner_id: int, kind: str, party_id: int, file: Upload, actor_id: int, at: datetime
) -> Attachment:
    """Check a file and keep it with its owner (上传附件). `kind` is one of core.files.uploads.KINDS.

    The file is on disk before the row is committed, and gone again where the service fails. `file_known` where the
    owner has it already; `storage_full` (503); the errors of core.files.uploads.accept.
    """
    accepted = accept(kind=kind, file=file)
    _refuse_known(owner_kind=owner_kind, owner_id=owner_id, sha256=accepted.sha256)
    path = write_file(accepted.data)
    on_failure(lambda: remove_file(path))
    kept = Attachment.objects.create(
        owner_kind=owner_kind,
        owner_id=owner_id,
        kind=kind,
        party_id=party_id,
        name=accepted.name,
        media_type=accepted.media_type,
        size=len(accepted.data),
        sha256=accepted.sha256,
        path=path,
        uploaded_by_id=actor_id,
        at=at,
    )
    _record(kept, event="attachment.stored", actor_id=actor_id, at=at)
    return kept


@write
def remove_attachment(*, attachment: Attachment, actor_id: int, at: datetime) -> None:
    """Take an attachment back (撤回附件); whether its owner allows that is the caller's to know.

    The row goes and the event stays; the file itself is left to the sweep of orphans.
    """
    _record(attachment, event="attachment.removed", actor_id=actor_id, at=at)
    Attachment.objects.filter(pk=attachment.pk).delete()  # the answer still tells its id


def sweep_orphan_files(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """The job that removes files without a row (清理无主文件), a day after they were written.

    Safe to run twice at once. Files have the time of the wall clock, whatever the business clock says.
    """
    removed = 0
    oldest = (real_now() - ORPHANED_AFTER).timestamp()
    files = old_files(before=oldest)
    while chunk := list(islice(files, CHUNK)):
        known = set(Attachment.objects.filter(path__in=chunk).values_list("path", flat=True))
        for path in set(chunk) - known:
            remove_file(path)
            removed += 1
        progress(len(chunk))
    return {"removed": removed}


def _refuse_known(*, owner_kind: str, owner_id: int, sha256: str) -> None:
    known = Attachment.objects.filter(owner_kind=owner_kind, owner_id=owner_id, sha256=sha256).first()
    if known is not None:
        raise DomainError("file_known", field="file", kind="refused", name=known.name)


def _record(attachment: Attachment, *, event: str, actor_id: int, at: datetime) -> None:
    record(
        Change(
            type=event,
            subject_kind=attachment.owner_kind,
            subject_id=attachment.owner_id,
            party_id=attachment.party_id,
            actor_id=actor_id,
            at=at,
            data={
                "attachment": attachment.pk,
                "kind": attachment.kind,
                "name": attachment.name,
                "size": attachment.size,
                "sha256": attachment.sha256,
            },
        )
    )
