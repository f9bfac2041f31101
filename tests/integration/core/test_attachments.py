"""Files are stored completely or not at all, once per owner, and found by their hash."""

import os
import resource
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from core.database.transactions import write
from core.files.attachment_selectors import count_elsewhere, list_attachments
from core.files.attachments import remove_attachment, store_attachment, sweep_orphan_files
from core.models import Attachment, Event
from core.values.errors import DomainError
from tests import files

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def store(*, data=b"a,b\n", name="数据.csv", owner_id=1, kind="result", file=None):
    file = file or files.accepted(name, data, kind=kind)
    return store_attachment(
        owner_kind="redemption", owner_id=owner_id, kind=kind, party_id=7, file=file, actor_id=5, at=AT
    )


def told():
    return list(Event.objects.filter(type__startswith="attachment.").order_by("id").values_list("type", flat=True))


def on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_under_a_name_nobody_chose(folder):
    kept = store()
    [path] = on_disk(folder)
    assert path.read_bytes() == b"a,b\n"
    assert path.relative_to(folder).as_posix() == kept.path
    assert "数据" not in kept.path
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_kept_file_is_told(folder):
    kept = store()
    event = Event.objects.get(type="attachment.stored")
    assert (event.subject_kind, event.subject_id, event.party_id, event.actor_id) == ("redemption", 1, 7, 5)
    assert event.data == {
        "attachment": kept.pk,
        "kind": "result",
        "name": "数据.csv",
        "size": 4,
        "sha256": "5be08c9684a1d25efcee09318204824278b08bbfb4aef973ffefd0b9d7478313",
        "shown_sha256": "",
    }


def test_a_picture_is_kept_as_it_was_sent_and_beside_it_one_to_show(folder):
    data = files.image("JPEG", comment=b"hidden")
    kept = store(data=data, name="a.jpg")
    assert (folder / kept.path).read_bytes() == data
    shown = (folder / kept.shown_path).read_bytes()
    assert b"hidden" not in shown
    assert (kept.size, kept.shown_size) == (len(data), len(shown))
    assert (kept.sha256, kept.shown_sha256) == (sha256(data).hexdigest(), sha256(shown).hexdigest())
    with pytest.raises(DomainError, match="file_known"):
        store(data=data, name="b.jpg")


def test_the_first_pages_of_a_pdf_are_kept_beside_it(folder):
    data = files.pdf(pages=4)
    kept = store(data=data, name="报告.pdf")
    assert (folder / kept.path).read_bytes() == data
    assert (folder / kept.shown_path).read_bytes().startswith(b"\xff\xd8")
    assert (kept.pages, kept.shown_pages, kept.more_pages, kept.shown_type) == (4, 3, 1, "image/jpeg")


def test_the_same_file_twice_on_one_owner_is_refused(folder):
    store()
    with pytest.raises(DomainError, match="file_known") as caught:
        store(name="又一份.csv", kind="service_record")
    at = Attachment.objects.get().at.isoformat()
    assert caught.value.params == {"name": "数据.csv", "heading": "result", "at": at}
    assert (Attachment.objects.count(), len(on_disk(folder)), told()) == (1, 1, ["attachment.stored"])


def test_the_same_file_with_another_owner_is_kept_and_found():
    first, second, other = store(owner_id=1), store(owner_id=2), store(owner_id=2, data=b"c")
    assert count_elsewhere([second, other]) == {first.sha256: 1}


def test_a_refused_file_leaves_nothing(folder):
    with pytest.raises(DomainError, match="file_content"):
        store(data=b"no pdf", name="a.pdf")
    assert (Attachment.objects.count(), on_disk(folder), told()) == (0, [], [])


def test_a_service_that_fails_afterwards_takes_the_file_with_it(folder):
    file = files.accepted("数据.csv", b"a,b\n")

    @write
    def keep_and_fail():
        store(file=file)
        assert len(on_disk(folder)) == 1
        raise DomainError("busy", kind="busy")

    with pytest.raises(DomainError, match="busy"):
        keep_and_fail()
    assert (Attachment.objects.count(), on_disk(folder)) == (0, [])


@contextmanager
def files_of_at_most(size: int):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_takes_no_more_answers_busy_and_keeps_nothing(folder):
    with files_of_at_most(100_000), pytest.raises(DomainError, match="storage_full") as caught:
        store(data=b"1," * 100_000)
    assert caught.value.kind == "busy"
    assert (Attachment.objects.count(), on_disk(folder), told()) == (0, [], [])


def test_an_attachment_never_changes():
    kept = store()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).update(name="another.csv")


def test_a_row_is_not_deleted_without_the_event_of_its_removal():
    kept = store()
    with pytest.raises(IntegrityError, match="was not withdrawn"), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).delete()


def test_a_file_taken_back_is_told_and_may_be_brought_again():
    remove_attachment(attachment=store(), actor_id=5, at=AT)
    assert told() == ["attachment.stored", "attachment.removed"]
    again = store()
    assert list(list_attachments(owner_kind="redemption", owner_id=1)) == [again]


@pytest.mark.parametrize(("hours", "has_row", "stays"), [(25, False, False), (25, True, True), (23, False, True)])
def test_the_sweep_removes_old_files_without_a_row(folder, hours, has_row, stays):
    kept = store()
    if not has_row:
        remove_attachment(attachment=kept, actor_id=5, at=AT)
    path = folder / kept.path
    written = path.stat().st_mtime - hours * 3600
    os.utime(path, (written, written))
    done = sweep_orphan_files(at=AT, progress=lambda count: None)
    assert (path.exists(), done) == (stays, {"removed": 0 if stays else 1})
