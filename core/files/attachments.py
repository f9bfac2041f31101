"""Storing and removing attachments, and the sweep of orphan files."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from typing import TypedDict

from django.db.models import Q

from core.database.transactions import on_failure, write
from core.events.recording import Change, record
from core.files.storage import old_files, remove_file, write_file
from core.files.uploads import Accepted
from core.models import Attachment
from core.timekeeping.clock import real_now
from core.values.errors import DomainError

ORPHANED_AFTER = timedelta(days=1)
CHUNK = 1000


class Shown(TypedDict, total=False):
    """The columns of a picture that is shown instead of the original."""

    shown_path: str
    shown_size: int
    shown_sha256: str


@write
def store_attachment(
    *, owner_kind: str, owner_id: int, kind: str, party_id: int, file: Accepted, actor_id: int, at: datetime
) -> Attachment:
    """Store an accepted file for its owner (上传附件). `kind` is one of core.files.uploads.KINDS.

    The file is written before the row is committed, and removed again if the service fails. Raises `file_known` where
    the owner has the file already, with its name, kind and moment; `storage_full` (503).
    """
    _refuse_known(owner_kind=owner_kind, owner_id=owner_id, sha256=file.sha256)
    stored = Attachment.objects.create(
        owner_kind=owner_kind,
        owner_id=owner_id,
        kind=kind,
        party_id=party_id,
        name=file.name,
        media_type=file.media_type,
        size=len(file.data),
        sha256=file.sha256,
        path=_write(file.data),
        **_shown(file.shown),
        pages=file.pages,
        shown_pages=file.shown_pages,
        uploaded_by_id=actor_id,
        at=at,
        whole_at=at,
    )
    _record(stored, event="attachment.stored", actor_id=actor_id, at=at)
    return stored


@write
def remove_attachment(*, attachment: Attachment, actor_id: int, at: datetime) -> None:
    """Delete the row of an attachment (撤回附件). The caller checks whether its owner allows that.

    The event remains. The file itself is removed later by `sweep_orphan_files`.
    """
    _record(attachment, event="attachment.removed", actor_id=actor_id, at=at)
    Attachment.objects.filter(pk=attachment.pk).delete()  # unlike delete() on the row, this keeps its pk for the answer


def sweep_orphan_files(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Remove files without a row (清理无主文件), a day after they were written. Periodic job.

    Safe to run twice at once. The age of a file is wall-clock time, not business time.
    """
    removed = 0
    oldest = (real_now() - ORPHANED_AFTER).timestamp()
    files = old_files(before=oldest)
    while chunk := list(islice(files, CHUNK)):
        owned = Attachment.objects.filter(Q(path__in=chunk) | Q(shown_path__in=chunk))
        known = {path for paths in owned.values_list("path", "shown_path") for path in paths}
        for path in set(chunk) - known:
            remove_file(path)
            removed += 1
        progress(len(chunk))
    return {"removed": removed}


def _write(data: bytes) -> str:
    path = write_file(data)
    on_failure(lambda: remove_file(path))
    return path


def _shown(data: bytes | None) -> Shown:
    """Write the picture that is shown instead of the original, if there is one; return its columns."""
    if data is None:
        return {}
    return {"shown_path": _write(data), "shown_size": len(data), "shown_sha256": hashlib.sha256(data).hexdigest()}


def _refuse_known(*, owner_kind: str, owner_id: int, sha256: str) -> None:
    known = Attachment.objects.filter(owner_kind=owner_kind, owner_id=owner_id, sha256=sha256).first()
    if known is not None:
        where: dict[str, str] = {"name": known.name, "heading": known.kind, "at": known.at.isoformat()}
        raise DomainError("file_known", field="file", kind="refused", **where)


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
                "shown_sha256": attachment.shown_sha256,
            },
        )
    )
