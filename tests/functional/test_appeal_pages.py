"""Appeals by clicking: both sides from the redemption's page, staff from their work to the decision."""

import pytest

from accounts.selectors.actors import resolve
from redemptions.models import Appeal, Redemption
from tests import files
from tests.factories import appeals as make
from tests.factories.contracts import acting, staff
from tests.factories.handovers import confirmed
from tests.factories.pages import Visitor, click, codes, of, of_unit, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def of_applicant(row):
    return Visitor(acting(row.applicant, "applicant_operator"))


def test_from_the_button_to_the_raised_amount(now):
    row = make.reduced()
    now(make.LAST_APPEAL)
    unit, applicant = of_unit(row), of_applicant(row)
    assert f"/redemptions/{row.pk}/appeal/" in text(unit.get(f"/redemptions/{row.pk}/"))
    page = click(unit, f"/redemptions/{row.pk}/appeal/", text="服务记录齐全").headers["Location"]
    click(unit, f"{page}files/add/", file=files.upload("台账.pdf", files.pdf("使用台账")))
    click(applicant, f"/redemptions/{row.pk}/appeal/waive/")
    assert "可以审理" in text(of("case_officer").get(page)) and "台账.pdf" in text(unit.get(page))
    click(of("case_officer"), f"{page}examine/", findings="经查属实")
    click(of("approver"), f"{page}decide/", outcome="raised", amount="800.00", reason="记录补充齐全")
    assert Redemption.objects.get(pk=row.pk).raised and "记录补充齐全" in text(unit.get(page))


def test_a_side_that_has_answered_has_no_button_and_sees_no_reasons_of_the_other(now):
    row = make.reduced()
    appeal = make.filed(row)
    now(make.LAST_APPEAL)
    assert f"/redemptions/{row.pk}/appeal/" not in text(of_unit(row).get(f"/redemptions/{row.pk}/"))
    assert f"/redemptions/{row.pk}/appeal/" in text(of_applicant(row).get(f"/redemptions/{row.pk}/"))
    assert of_applicant(row).get(f"/appeals/{appeal.pk}/").status_code == 404


def test_findings_are_the_authoritys_own(now):
    appeal = make.examined(make.filed(row := make.reduced()))
    now(make.UNAPPEALED)
    assert "经查属实" in text(of("auditor").get(f"/appeals/{appeal.pk}/"))
    assert "经查属实" not in text(of_unit(row).get(f"/appeals/{appeal.pk}/"))


def test_a_second_click_appeals_once(now):
    row = make.reduced()
    now(make.LAST_APPEAL)
    unit = of_unit(row)
    click(unit, f"/redemptions/{row.pk}/appeal/", text="服务记录齐全")
    again = unit.post(f"/redemptions/{row.pk}/appeal/", text="服务记录齐全")
    assert (codes(again), Appeal.objects.count()) == (["appealed_already"], 1)


def test_a_step_is_offered_to_who_had_no_part_in_the_decision(now):
    appeal = make.filed(row := make.reduced())
    now(make.UNAPPEALED)
    decider = resolve(user_id=row.decided_by_id, party=None)
    found = [text(who.get(f"/appeals/{appeal.pk}/")) for who in (Visitor(decider), of("case_officer"))]
    offered = [(f"/appeals/{appeal.pk}/examine/" in page, "须由另一人办理" in page) for page in found]
    assert offered == [(False, True), (True, False)]


def test_officers_and_approvers_find_appeals_among_their_work(now):
    appeal = make.filed(make.reduced())
    now(make.UNAPPEALED)
    assert "/appeals/?state=to_examine" in text(of("case_officer").get("/dashboard/"))
    assert f"/appeals/{appeal.pk}/" in text(of("case_officer").get("/appeals/", state="to_examine"))
    make.examined(appeal)
    assert "/appeals/?state=to_decide" in text(of("approver").get("/dashboard/"))
    assert of("approver").get("/appeals/", state="to_decide", format="csv").status_code == 200


def test_a_substitute_without_a_part_decides_where_no_approver_is_left(now):
    appeal = make.examined(make.filed(make.reduced()))
    now(make.UNAPPEALED)
    stand_in = staff("finance")
    answer = {"outcome": "dismissed", "reason": "没有新的证据"}
    page = f"/appeals/{appeal.pk}/decide/"
    assert Visitor(stand_in).post(page, **answer).status_code == 403
    confirmed(stand_in, "appeal.decide", appeal.pk, at=make.UNAPPEALED)
    assert click(Visitor(stand_in), page, **answer).status_code == 303
    assert Appeal.objects.get(pk=appeal.pk).state == "dismissed"
