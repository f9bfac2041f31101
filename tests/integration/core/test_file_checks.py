"""A stored file that is altered or lost is found at its download and by the job, recorded once, and named."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from core.files.attachments import remove_attachment, store_attachment, sweep_orphan_files
from core.files.downloads import download, show
from core.files.file_checks import check_files, record_checks
from core.models import Attachment, Event
from core.values.errors import DomainError
from tests import files

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LATER = AT + timedelta(days=29)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def store(*, data=b"a,b\n", name="数据.csv", owner_id=1):
    return store_attachment(
        owner_kind="redemption",
        owner_id=owner_id,
        kind="result",
        party_id=7,
        file=files.accepted(name, data),
        actor_id=5,
        at=AT,
    )


def check(*, at=LATER):
    return check_files(at=at, progress=lambda count: None)


def state(attachment):
    row = Attachment.objects.get(pk=attachment.pk)
    return row.problem, row.problem_part, row.problem_at, row.whole_at


def events():
    found = Event.objects.filter(type__startswith="attachment.").exclude(type="attachment.stored").order_by("pk")
    return list(found.values_list("type", "subject_id", "data__name", "data__part"))


def test_a_whole_file_is_marked_with_the_moment():
    kept = store()
    assert check() == {"checked": 1, "altered": 0, "lost": 0, "files": []}
    assert (state(kept), events()) == (("", "", None, LATER), [])


def test_an_altered_file_is_recorded_and_named(folder):
    kept = store(owner_id=12)
    (folder / kept.path).write_bytes(b"a,c\n")
    done = check()
    assert done["files"] == [f"redemption 12, file {kept.pk} 数据.csv: original altered"]
    assert (done["altered"], done["lost"], state(kept)) == (1, 0, ("altered", "original", LATER, AT))
    assert events() == [("attachment.altered", 12, "数据.csv", "original")]


def test_a_lost_file_is_recorded_and_named(folder):
    kept = store()
    (folder / kept.path).unlink()
    done = check()
    assert done["files"] == [f"redemption 1, file {kept.pk} 数据.csv: original lost"]
    assert (done["lost"], state(kept)) == (1, ("lost", "original", LATER, AT))
    assert events() == [("attachment.lost", 1, "数据.csv", "original")]


def test_a_picture_that_is_shown_is_checked_too(folder):
    kept = store(data=files.image(), name="图.png")
    (folder / kept.shown_path).write_bytes(files.image("PNG", size=(9, 9)))
    check()
    assert state(kept) == ("altered", "shown", LATER, AT)


def test_damage_is_recorded_once_and_its_end_too(folder):
    kept = store()
    (folder / kept.path).write_bytes(b"")
    check()
    check(at=LATER + timedelta(days=1))
    (folder / kept.path).write_bytes(b"a,b\n")
    check(at=LATER + timedelta(days=2))
    assert [type_ for type_, *_ in events()] == ["attachment.altered", "attachment.restored"]
    assert state(kept) == ("", "", None, LATER + timedelta(days=2))


@pytest.mark.parametrize(("days", "checked"), [(27, 0), (28, 0), (29, 1)])
def test_the_job_comes_to_a_file_within_thirty_days(days, checked):
    store()
    assert check(at=AT + timedelta(days=days))["checked"] == checked


def test_the_job_works_in_chunks_and_reports_each():
    for number in range(21):
        store(data=b"%d" % number)
    reported = []
    assert check_files(at=LATER, progress=reported.append)["checked"] == 21
    assert reported == [20, 1]


def test_an_absent_folder_is_an_error_and_no_loss(folder):
    kept = store()
    shutil.rmtree(folder / "attachments")
    with pytest.raises(RuntimeError, match="absent"):
        check()
    assert (state(kept), events()) == (("", "", None, AT), [])


def test_a_file_that_cannot_be_read_fails_the_job_after_all_others_are_checked(folder):
    unreadable, altered = store(data=b"1"), store(data=b"2")
    (folder / unreadable.path).unlink()
    (folder / unreadable.path).mkdir()
    (folder / altered.path).write_bytes(b"x")
    with pytest.raises(RuntimeError, match=f"1 files cannot be read: {unreadable.pk} "):
        check()
    assert (state(unreadable)[0], state(altered)[0]) == ("", "altered")


def test_a_file_removed_during_its_check_is_passed_over():
    kept = store()
    remove_attachment(attachment=kept, actor_id=5, at=AT)
    record_checks([kept], {}, at=LATER)
    assert [type_ for type_, *_ in events()] == ["attachment.removed"]


@pytest.mark.parametrize(("answer", "part"), [(download, "original"), (show, "shown")])
def test_an_answer_with_an_altered_file_is_refused_and_recorded(folder, answer, part):
    kept = store(data=files.image(), name="图.png")
    (folder / (kept.path if part == "original" else kept.shown_path)).write_bytes(b"x")
    with pytest.raises(DomainError, match="file_altered") as caught:
        answer(kept, at=LATER)
    assert (caught.value.kind, caught.value.params) == ("refused", {"name": "图.png"})
    assert (state(kept)[:2], [type_ for type_, *_ in events()]) == (("altered", part), ["attachment.altered"])


def test_a_download_is_the_file_as_it_was_sent_and_what_is_shown_is_not():
    data = files.image("PNG", size=(20, 20)) + b"trailer"
    kept = store(data=data, name="图.png")
    original, shown = download(kept, at=LATER), show(kept, at=LATER)
    assert original.headers["Content-Disposition"].startswith("attachment; ")
    assert shown.headers["Content-Disposition"].startswith("inline; ")
    assert {each.headers["X-Content-Type-Options"] for each in (original, shown)} == {"nosniff"}
    assert b"".join(original.streaming_content) == data
    assert b"trailer" not in b"".join(shown.streaming_content)


def test_a_table_has_no_picture_to_show():
    with pytest.raises(DomainError, match="not_found"):
        show(store(), at=LATER)


def test_the_sweep_leaves_what_is_shown(folder):
    kept = store(data=files.image(), name="图.png")
    for path in (folder / "attachments").glob("*/*"):
        path.touch()
    os.utime(folder / kept.shown_path, (0, 0))
    assert sweep_orphan_files(at=AT, progress=lambda count: None) == {"removed": 0}


@pytest.mark.parametrize(
    "values",
    [
        {"problem": "altered"},
        {"problem": "other", "problem_part": "original", "problem_at": AT},
        {"problem_at": AT},
        {"sha256": "0" * 64},
        {"shown_path": "x"},
        {"pages": 1},
    ],
)
def test_the_database_refuses_an_impossible_row(values):
    kept = store()
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).update(**values)
