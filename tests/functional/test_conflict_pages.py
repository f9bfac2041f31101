"""Declared interests and refused conflicts as officers see them."""

import pytest

from accounts.models import Interest
from core.models import Event
from redemptions.models import Redemption, RedemptionBatch
from tests.factories import batches, conflicts, redemptions
from tests.factories.contracts import party, staff
from tests.factories.pages import Visitor, click, codes, of, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_an_interest_is_declared_seen_and_ended() -> None:
    officer = of("case_officer")
    assert "还没有申报" in text(officer.get("/interests/"))
    declared = {"party_name": "示例研究院", "relation": "spouse", "since": "2020-01-01"}
    assert click(officer, "/interests/declare/", **declared).status_code == 303
    row = Interest.objects.get()
    page = text(officer.get("/interests/"))
    assert ("示例研究院" in page, f"/interests/{row.pk}/end/" in page) == (True, True)
    assert click(officer, f"/interests/{row.pk}/end/").status_code == 303
    assert f"/interests/{row.pk}/end/" not in text(officer.get("/interests/"))


def test_an_interest_without_a_party_is_refused_at_its_field() -> None:
    answer = click(of("case_officer"), "/interests/declare/", relation="spouse", since="2020-01-01")
    assert (answer.status_code, codes(answer), Interest.objects.count()) == (422, ["required"], 0)


def test_an_auditor_reads_all_interests_and_ends_none() -> None:
    row = conflicts.declare(staff("case_officer"), party(name="示例研究院"))
    auditor = of("auditor")
    page = text(auditor.get("/interests/"))
    assert ("示例研究院" in page, "/end/" in page) == (True, False)
    assert auditor.get(f"/interests/{row.pk}/end/").status_code == 404


def test_a_refused_conflict_says_why_and_what_to_do_and_is_audited(now) -> None:
    now(redemptions.DONE)
    row = redemptions.submitted()
    officer = conflicts.tied("case_officer", row.unit.party)
    answer = click(Visitor(officer), f"/redemptions/{row.pk}/accept/")
    page = text(answer)
    assert (answer.status_code, codes(answer)) == (422, ["conflict_of_interest"])
    assert f"您与“{row.unit.party.name}”有利害关系（申报的配偶关系）" in page and "请移交给另一位" in page
    assert Redemption.objects.get().state == "submitted"
    told = Event.objects.get(type="access.conflict")
    assert (told.actor_id, told.data) == (
        officer.user_id,
        {
            "method": "POST",
            "path": f"/redemptions/{row.pk}/accept/",
            "conflicts": [{"party": row.unit.party.name, "reasons": "spouse"}],
        },
    )


def test_an_officer_who_is_tied_to_an_objected_item_is_not_shown_the_contact() -> None:
    row = batches.redemption()
    batches.publicised(row)
    path = f"/objections/{batches.objection(row).pk}/contact/"
    answer = click(Visitor(conflicts.tied("case_officer", row.applicant)), path, reason="电话核实")
    assert (answer.status_code, codes(answer)) == (422, ["conflict_of_interest"])
    assert (Event.objects.get(type="access.conflict").data["path"], "13800000000" in text(answer)) == (path, False)


def test_a_step_of_a_batch_names_the_items_that_it_left_out() -> None:
    own, other = batches.redemption(), batches.redemption()
    batch = batches.summarised(own, other)
    deputy = Visitor(conflicts.tied("deputy_officer", own.applicant))
    answer = click(deputy, f"/batches/{batch.pk}/clear/")
    assert (answer.status_code, RedemptionBatch.objects.get().state) == (303, "cleared")
    assert f"下列兑现申请未办理，留待另一人办理：{own.number}" in text(deputy.get(f"/batches/{batch.pk}/"))
    collecting = batches.batches.create_batch(
        title="第二批", actor_id=batches.someone("case_officer"), at=batches.MONDAY
    )
    assert own.number in text(of("case_officer").get(f"/batches/{collecting.pk}/collect/"))


def test_a_mistaken_declaration_is_corrected_by_an_administrator() -> None:
    author, admin = of("case_officer"), of("system_admin")
    click(author, "/interests/declare/", party_name="误报公司", relation="spouse", since="2020-01-01")
    row = Interest.objects.get()
    path = f"/interests/{row.pk}/correct/"
    assert path in text(author.get("/interests/"))
    assert click(author, path, reason="同名的另一家公司").status_code == 303
    assert path not in text(author.get("/interests/"))
    assert "确认利害关系更正" in text(admin.get("/dashboard/"))
    asked = row.corrections.get()
    page = text(admin.get("/interest-corrections/"))
    assert ("误报公司" in page, "同名的另一家公司" in page) == (True, True)
    assert click(admin, f"/interest-corrections/{asked.pk}/confirm/", reason="已核对").status_code == 303
    assert "已更正" in text(author.get("/interests/"))


def test_an_expert_is_asked_for_the_organisation_until_it_is_declared() -> None:
    expert = of("expert")
    asked = "请先申报您的任职单位"
    assert asked in text(expert.get("/dashboard/"))
    own = {"party_name": "示例大学材料学院", "relation": "employment", "since": "2020-01-01"}
    assert click(expert, "/interests/declare/", **own).status_code == 303
    page = text(expert.get("/dashboard/"))
    assert (asked in page, "示例大学材料学院" in page, "任职单位" in page) == (False, True, True)
