"""`prove` names altered and lost evidence by redemption, contract, file and day: what is recorded, and on demand all files."""

import shutil
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from core.files.attachments import remove_attachment
from core.files.file_checks import check_files
from core.models import Attachment, Event
from proofs.services.proofs import prove
from tests.factories import redemptions
from tests.factories.outcomes import broken, untriggered

pytestmark = pytest.mark.django_db

LATER = redemptions.DONE + timedelta(days=29)


@pytest.fixture
def kept(settings, tmp_path, time_machine):
    """One file of evidence and its place on the disk."""
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(redemptions.DONE, tick=False)
    row = redemptions.draft()
    redemptions.bring(row, "contract")
    attachment = Attachment.objects.get()
    return row, attachment, tmp_path / attachment.path


RECORDED = "every file of evidence that was stored and not withdrawn is recorded with its hashes, and no other is"


def findings(**how):
    return [each.ids for each in prove(**how) if each.code == "I14" and each.says != RECORDED]


def named(row, attachment, what):
    contract = f"contract {row.contract_id} {row.contract.reference}"
    return f"redemption {row.pk}, {contract}, file {attachment.pk} contract.pdf: original {what}"


def test_whole_evidence_is_proven(kept):
    assert findings(files=True) == [(), ()]


def test_an_altered_file_is_named_with_files_and_nothing_is_written(kept):
    row, attachment, place = kept
    place.write_bytes(b"other")
    events = Event.objects.count()
    assert findings() == [()]
    assert findings(files=True) == [(), (named(row, attachment, "altered, whole on 2026-05-21"),)]
    assert (Event.objects.count(), Attachment.objects.get().problem) == (events, "")


def test_a_lost_file_is_named_with_files(kept):
    row, attachment, place = kept
    place.unlink()
    assert findings(files=True)[1] == (named(row, attachment, "lost, whole on 2026-05-21"),)


def test_a_folder_that_is_not_there_is_no_proof(kept):
    row, attachment, place = kept
    shutil.rmtree(place.parent.parent)
    assert findings(files=True)[1] == (named(row, attachment, "unreadable, whole on 2026-05-21"),)


def test_what_the_job_found_is_named_each_night_since_that_day(kept):
    row, attachment, place = kept
    place.write_bytes(b"other")
    check_files(at=LATER, progress=lambda count: None)
    assert findings() == [(named(row, attachment, "altered, found on 2026-06-19, whole on 2026-05-21"),)]


def test_the_command_names_it_and_fails(kept):
    row, attachment, place = kept
    place.unlink()
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("prove", "--files", stdout=out)
    assert named(row, attachment, "lost, whole on") in out.getvalue()
    assert "books proven" not in out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM core_attachment",
        "UPDATE core_attachment SET sha256 = 'other'",
        "UPDATE core_attachment SET shown_sha256 = 'other', shown_path = 'x', shown_size = 1",
        "UPDATE core_attachment SET owner_id = owner_id + 1",
    ],
)
def test_evidence_that_is_gone_or_replaced_behind_its_event_is_named(kept, change):
    _row, attachment, _place = kept
    assert [each for each in broken() if each[0] == "I14"] == []
    with untriggered(), connection.cursor() as cursor:
        cursor.execute(change)
    assert [(says, ids) for code, says, ids in broken() if code == "I14"] == [(RECORDED, (f"file {attachment.pk}",))]


def test_withdrawn_evidence_is_not_missed(kept):
    _row, attachment, _place = kept
    remove_attachment(attachment=attachment, actor_id=attachment.uploaded_by_id, at=redemptions.DONE)
    assert [each for each in broken() if each[0] == "I14"] == []
