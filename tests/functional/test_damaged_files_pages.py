"""Damaged evidence on pages: the auditor's list, the refused download, the redemption, the message to the authority."""

import pytest

from accounts.services.registrations import add_evidence
from core.events.outbox import deliver_outbox
from core.files.file_checks import CHECK_AFTER, check_files
from core.models import Attachment, Notification
from proofs.services.proofs import prove
from tests import files
from tests.factories import parties, redemptions
from tests.factories.contracts import staff
from tests.factories.pages import Visitor, of, text

pytestmark = pytest.mark.django_db

LATER = redemptions.DONE + CHECK_AFTER * 2


@pytest.fixture
def altered(settings, tmp_path, time_machine):
    """A redemption with one altered file, found by the job."""
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(redemptions.DONE, tick=False)
    row = redemptions.draft()
    redemptions.bring(row, "contract")
    (tmp_path / Attachment.objects.get().path).write_bytes(b"other")
    time_machine.move_to(LATER, tick=False)
    check_files(at=LATER, progress=lambda count: None)
    return row


def test_the_auditor_sees_which_file_of_which_redemption_since_when(altered):
    page = text(of("auditor").get("/evidence/damaged/"))
    for word in ("contract.pdf", altered.contract.reference, "内容已改变", "原件", "2026年5月21日", "2026年7月16日"):
        assert word in page


def test_the_auditors_list_is_exported(altered):
    answer = of("auditor").get("/evidence/damaged/?format=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].split(",")[1:4] == ["contract.pdf", f"兑现申请 {altered.number}", "原件 内容已改变"]


def test_without_damage_the_list_says_so():
    assert "所有证明材料都完好" in text(of("auditor").get("/evidence/damaged/"))


def test_an_applicant_does_not_see_the_list(altered):
    assert Visitor(redemptions.operator(altered)).get("/evidence/damaged/").status_code == 403


def test_the_download_of_an_altered_file_says_what_is_wrong(altered):
    answer = Visitor(redemptions.operator(altered)).get(f"/files/{Attachment.objects.get().pk}/")
    assert (answer.status_code, "已不是上传时的内容" in text(answer)) == (409, True)


def test_the_redemption_marks_the_file(altered):
    assert "内容已改变" in text(Visitor(redemptions.operator(altered)).get(f"/redemptions/{altered.pk}/"))


def test_auditors_and_officers_are_notified_by_redemption_contract_and_file(altered):
    auditor, finance = staff("auditor"), staff("finance")
    deliver_outbox(at=LATER)
    sent = Notification.objects.filter(kind="attachment.altered")
    message = sent.get(user_id=auditor.user_id)
    assert not sent.filter(user_id=finance.user_id).exists()
    assert (message.params["redemption"], message.params["name"]) == (altered.pk, "contract.pdf")
    assert message.params["title"] == altered.contract.title


def test_a_lost_file_of_a_registration_is_named_by_its_party(settings, tmp_path, time_machine):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(redemptions.DONE, tick=False)
    firm, auditor = parties.enterprise(verified=False), staff("auditor")
    file = files.accepted("执照.png", files.image(), kind="licence")
    kept = add_evidence(party_id=firm.pk, kind="licence", file=file, actor=parties.manager(firm), at=redemptions.DONE)
    (tmp_path / kept.path).unlink()
    done = check_files(at=LATER, progress=lambda count: None)
    assert done["files"] == [f"party {firm.pk}, file {kept.pk} 执照.png: original lost"]
    deliver_outbox(at=LATER)
    assert Notification.objects.get(user_id=auditor.user_id).params["party"] == firm.party.name
    [finding] = [each.ids for each in prove(files=True) if each.ids and each.code == "I14"][1:]
    assert finding[0].startswith(f"party {firm.pk}, file {kept.pk} 执照.png: original lost, found on 2026-07-16")
    assert firm.party.name in text(Visitor(auditor).get("/evidence/damaged/"))


def test_a_picture_is_linked_to_be_shown(settings, tmp_path, time_machine):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(redemptions.DONE, tick=False)
    row = redemptions.draft()
    visitor = Visitor(redemptions.operator(row))
    visitor.post(f"/redemptions/{row.pk}/files/add/", kind="result", file=files.upload("图.png", files.image()))
    link = f"/files/{Attachment.objects.get().pk}/shown/"
    assert link in visitor.get(f"/redemptions/{row.pk}/").content.decode()
    assert visitor.get(link).headers["Content-Type"] == "image/png"
