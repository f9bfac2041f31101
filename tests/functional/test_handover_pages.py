"""A conflicted case handed over in one step, and a substitute who acts on a page without the role."""

from dataclasses import replace

import pytest

from accounts.models import HandOver, Substitution
from accounts.selectors.members import list_user_ids
from redemptions.models import Redemption
from tests.factories import conflicts, redemptions
from tests.factories.contracts import staff
from tests.factories.handovers import confirmed, name_of, unattended
from tests.factories.pages import Visitor, click, of, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def row(now) -> Redemption:
    now(redemptions.DONE)
    return redemptions.submitted()


def test_a_refused_case_is_handed_over_in_one_step_and_is_among_the_work_of_the_other(row) -> None:
    taker = staff("deputy_officer")
    officer = Visitor(conflicts.tied("case_officer", row.applicant))
    refused = text(click(officer, f"/redemptions/{row.pk}/accept/"))
    link = f"/hand-overs/create/?operation=redemption.check_form&amp;case={row.pk}"
    assert link in refused
    path = link.replace("&amp;", "&")
    assert click(officer, path, username=name_of(taker.user_id), reason="利害关系").status_code == 303
    other = Visitor(taker)
    assert "移交给您的事项" in text(other.get("/dashboard/"))
    assert f'href="/redemptions/{row.pk}/"' in text(other.get("/hand-overs/"))
    assert click(other, f"/redemptions/{row.pk}/accept/").status_code == 303
    assert click(other, f"/hand-overs/{HandOver.objects.get().pk}/finish/").status_code == 303


def test_where_nobody_can_take_it_the_page_says_what_to_do(row) -> None:
    officer = conflicts.tied("case_officer", row.applicant)
    for user_id in list_user_ids(party_id=officer.party_id, roles=["case_officer", "deputy_officer"]):
        conflicts.declare(replace(officer, user_id=user_id), row.applicant)
    page = text(Visitor(officer).get("/hand-overs/create/", operation="redemption.check_form", case=row.pk))
    assert "没有可以接办的人" in page and "指定代办人" in page


def test_a_substitute_sees_the_step_and_takes_it_and_no_other(row) -> None:
    stand_in = staff("finance")
    visitor = Visitor(stand_in)
    assert visitor.get(f"/redemptions/{row.pk}/accept/").status_code == 403
    confirmed(stand_in, "redemption.check_form", row.pk, at=redemptions.DONE)
    assert f"/redemptions/{row.pk}/accept/" in text(visitor.get(f"/redemptions/{row.pk}/"))
    other = redemptions.submitted()
    assert visitor.get(f"/redemptions/{other.pk}/accept/").status_code == 403
    assert click(visitor, f"/redemptions/{row.pk}/accept/").status_code == 303


def test_two_administrators_name_and_confirm_a_substitute(row) -> None:
    stand_in, first, second = staff("finance"), of("system_admin"), of("system_admin")
    unattended("redemption.check_form", row.pk)
    asked = {"operation": "redemption.check_form", "case_id": row.pk, "username": name_of(stand_in.user_id)}
    assert click(first, "/substitutions/create/", **asked, reason="都有利害关系").status_code == 303
    path = f"/substitutions/{Substitution.objects.get().pk}/confirm/"
    assert (path in text(first.get("/substitutions/")), path in text(second.get("/substitutions/"))) == (False, True)
    assert click(first, path).status_code == 422
    assert click(second, path).status_code == 303
    assert Substitution.objects.get().state == "confirmed"
