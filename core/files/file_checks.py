"""Checks that stored files are what was sent (核验, I14): at a download, by a periodic job, and on demand by `prove`."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.database.transactions import write
from core.events.recording import Change, record
from core.files.attachment_selectors import list_due_for_check
from core.files.storage import has_files, hash_file, read_file
from core.models import Attachment
from core.values.errors import DomainError

CHECK_AFTER = timedelta(days=28)
"""The daily job checks a file again this long after its last check, so that a run may fail and 30 days still hold."""
CHUNK = 20
"""At most 20 files of 20 MB between two reports of progress."""
NAMED = 20
"""The most files that the result of a run names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Damage:
    """What is wrong with a stored file: `part` is "original" or "shown", `problem` "altered" or "lost"."""

    part: str
    problem: str


def find_damage(attachment: Attachment) -> Damage | None:
    """Compare the attachment's files with their hashes; None where they are as stored. `storage_unreadable` (503)."""
    for part, path, sha256 in _files(attachment):
        found = hash_file(path)
        if found != sha256:
            return Damage(part=part, problem="lost" if found is None else "altered")
    return None


def read_checked(attachment: Attachment, *, part: str, at: datetime) -> bytes:
    """Return the content of one of its files after comparing it with its hash.

    Raises `file_altered` and `file_lost`, which are recorded; `not_found` for a part that it does not have;
    `storage_unreadable` (503).
    """
    path, sha256 = next(((path, digest) for name, path, digest in _files(attachment) if name == part), ("", ""))
    if not path:
        raise DomainError("not_found", kind="missing")
    data = read_file(path)
    if data is not None and hashlib.sha256(data).hexdigest() == sha256:
        return data
    damage = Damage(part=part, problem="lost" if data is None else "altered")
    record_checks([attachment], {attachment.pk: damage}, at=at)
    raise DomainError(f"file_{damage.problem}", field="file", kind="refused", name=attachment.name)


def check_files(*, at: datetime, progress: Callable[[int], None]) -> dict[str, object]:
    """Check every file 28 days after its last check, and damaged ones in every run (核验附件). Periodic job.

    The result counts the checked and names the damaged ones. RuntimeError at the end with the files that could not be
    read, and at once where the folder of files is absent, as when its disk is not mounted: nothing is recorded as lost
    then.
    """
    counts, named, unreadable, last = Counter[str](), list[str](), list[str](), 0
    while chunk := list(list_due_for_check(before=at - CHECK_AFTER, after=last)[:CHUNK]):
        if not has_files():
            raise RuntimeError("the folder of uploaded files is absent")
        results = _compare(chunk)
        found = {pk: damage for pk, damage in results.items() if damage}
        record_checks([each for each in chunk if each.pk in results], found, at=at)
        counts["checked"] += len(results)
        counts.update(damage.problem for damage in found.values())
        named += [_named(each, found[each.pk]) for each in chunk if each.pk in found]
        unreadable += [f"{each.pk} {each.name}" for each in chunk if each.pk not in results]
        progress(len(chunk))
        last = chunk[-1].pk
    if unreadable:
        raise RuntimeError(f"{len(unreadable)} files cannot be read: {', '.join(unreadable[:NAMED])}")
    return {name: counts[name] for name in ("checked", "altered", "lost")} | {"files": named[:NAMED]}


def _compare(chunk: Sequence[Attachment]) -> dict[int, Damage | None]:
    """Return attachment id → its damage, None where it is whole. Files that cannot be read are left out."""
    results = {}
    for each in chunk:
        with suppress(DomainError):
            results[each.pk] = find_damage(each)
    return results


@write
def record_checks(checked: Sequence[Attachment], found: Mapping[int, Damage], *, at: datetime) -> None:
    """Record the result of a check: attachment id → what is damaged; the others are as stored.

    A change of the result is an event: `attachment.altered`, `attachment.lost`, and `attachment.restored` for one that
    is whole again. An attachment that was removed meanwhile is passed over.
    """
    rows = Attachment.objects.filter(pk__in=[each.pk for each in checked if each.pk not in found])
    mended = set(rows.exclude(problem="").values_list("pk", flat=True))
    rows.update(whole_at=at, problem="", problem_part="", problem_at=None)
    for each in checked:
        if each.pk in mended:
            _record(each, type_="attachment.restored", at=at)
        elif each.pk in found and _mark(each, found[each.pk], at=at):
            _record(each, type_=f"attachment.{found[each.pk].problem}", at=at, part=found[each.pk].part)


def _mark(attachment: Attachment, damage: Damage, *, at: datetime) -> bool:
    """Mark an attachment as damaged; False where it is marked so already or was removed."""
    rows = Attachment.objects.filter(pk=attachment.pk).exclude(problem=damage.problem, problem_part=damage.part)
    return bool(rows.update(problem=damage.problem, problem_part=damage.part, problem_at=at))


def _files(attachment: Attachment) -> list[tuple[str, str, str]]:
    """Return part, path and hash of each of its files."""
    own = [("original", attachment.path, attachment.sha256), ("shown", attachment.shown_path, attachment.shown_sha256)]
    return [file for file in own if file[1]]


def _named(attachment: Attachment, damage: Damage) -> str:
    owner = f"{attachment.owner_kind} {attachment.owner_id}"
    return f"{owner}, file {attachment.pk} {attachment.name}: {damage.part} {damage.problem}"


def _record(attachment: Attachment, *, type_: str, at: datetime, part: str = "") -> None:
    record(
        Change(
            type=type_,
            subject_kind=attachment.owner_kind,
            subject_id=attachment.owner_id,
            party_id=attachment.party_id,
            at=at,
            data={
                "attachment": attachment.pk,
                "kind": attachment.kind,
                "name": attachment.name,
                "part": part,
                "sha256": attachment.sha256,
                "whole_at": attachment.whole_at.isoformat(),
            },
        )
    )
