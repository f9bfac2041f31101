"""What one person alone cannot do, on the pages of those who do it together."""

import pytest

from accounts.models import Appointment, Membership, User
from tests.factories import parties
from tests.factories.contracts import MONDAY, acting, staff
from tests.factories.pages import Visitor, click, codes, of, text
from tests.factories.rounds import appropriation, draft_round, round_
from vouchers.models import Appropriation, BudgetChange, Round
from vouchers.services.rounds import propose_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def told(role: str, *works: str) -> list[bool]:
    page = text(of(role).get("/dashboard/"))
    return [f">{work}</a>" in page for work in works]


def test_each_role_is_told_what_waits_for_a_second_person():
    row = draft_round()
    propose_round(round_id=row.pk, actor_id=row.created_by_id, at=MONDAY)
    click(of("finance"), "/appropriations/enter/", year="2026", amount="1.00", document="示例财1号")
    parties.user(username="li")
    click(of("system_admin"), "/staff-roles/propose/", username="li", role="finance")
    works = ("审批待发布的发放周期", "确认年度预算", "确认任命")
    assert {role: told(role, *works) for role in ("case_officer", "approver", "finance", "system_admin")} == {
        "case_officer": [False, False, False],
        "approver": [True, True, False],
        "finance": [False, True, False],
        "system_admin": [False, False, True],
    }


def test_a_round_that_was_proposed_is_announced_on_its_page_by_another():
    appropriation(amount="2000000.00")
    row = draft_round()
    officer, approver = of("case_officer"), of("approver")
    click(officer, f"/rounds/{row.pk}/propose/")
    assert [f"/rounds/{row.pk}/announce/" in text(who.get(f"/rounds/{row.pk}/")) for who in (officer, approver)] == [
        False,
        True,
    ]
    click(approver, f"/rounds/{row.pk}/announce/")
    assert Round.objects.get().state == "announced"


def test_the_appropriation_that_is_left_stands_on_the_round():
    appropriation(amount="2000000.00")
    page = text(of("approver").get(f"/rounds/{round_(budget='500000.00').pk}/"))
    assert ("2026 年度预算" in page, "¥2,000,000.00" in page, "已安排 ¥500,000.00" in page) == (True, True, True)


def test_a_refusal_says_how_much_the_year_has_left():
    appropriation(amount="10.00")
    row = draft_round(budget="10.01")
    click(of("case_officer"), f"/rounds/{row.pk}/propose/")
    answer = click(of("approver"), f"/rounds/{row.pk}/announce/")
    assert (answer.status_code, codes(answer)) == (422, ["appropriation_exceeded"])
    assert "2026 年度预算只剩 10.00 元" in text(answer)


def test_a_pending_change_is_decided_on_the_page_of_its_round():
    row, officer, approver = round_(budget="100.00"), of("case_officer"), of("approver")
    click(officer, f"/rounds/{row.pk}/budget/", budget="150.00", reason="追加")
    change = BudgetChange.objects.get()
    approving = f"/budget-changes/{change.pk}/approve/"
    seen = [approving in text(who.get(f"/rounds/{row.pk}/")) for who in (officer, approver)]
    click(approver, approving)
    assert (seen, str(Round.objects.get().budget)) == ([False, True], "150.00")
    assert "已批准" in text(approver.get("/budget-changes/"))


def test_an_appropriation_is_confirmed_by_another_on_the_list():
    finance, other = of("finance"), of("finance")
    click(finance, "/appropriations/enter/", year="2026", amount="5000.00", document="示例财1号")
    row = Appropriation.objects.get()
    confirming = f"/appropriations/{row.pk}/confirm/"
    assert [confirming in text(who.get("/appropriations/")) for who in (finance, other)] == [False, True]
    assert codes(click(finance, confirming)) == ["same_person"]
    click(other, confirming)
    assert Appropriation.objects.get().state == "confirmed"


def test_a_staff_role_is_confirmed_by_another_administrator():
    one, other = of("system_admin"), of("system_admin")
    parties.user(username="li")
    click(one, "/staff-roles/propose/", username="li", role="finance")
    row = Appointment.objects.get(user__username="li")
    confirming = f"/appointments/{row.pk}/confirm/"
    assert [confirming in text(who.get("/staff-roles/")) for who in (one, other)] == [False, True]
    assert codes(click(one, confirming)) == ["same_person"]
    click(other, confirming)
    assert Membership.objects.get(user__username="li").role == "finance"


def test_neither_of_two_administrators_is_offered_to_be_removed():
    one, other = staff("system_admin"), staff("system_admin")
    held, account = Membership.objects.get(user=other.user_id).pk, f"/accounts/{other.user_id}/end/"
    acts = [("/staff-roles/", f"/staff-roles/{held}/end/"), ("/accounts/", account)]
    assert [act in text(Visitor(one).get(page)) for page, act in acts] == [False, False]
    staff("system_admin")
    assert [act in text(Visitor(one).get(page)) for page, act in acts] == [True, True]


def test_no_administrator_is_offered_the_end_or_a_reset_of_the_own_account():
    admins = [staff("system_admin") for _ in range(3)]
    page = text(Visitor(admins[0]).get("/accounts/"))
    offered = [[f"/accounts/{each.user_id}/{act}/" in page for act in ("end", "reset")] for each in admins[:2]]
    assert offered == [[False, False], [True, True]]


def test_staff_is_not_offered_to_join_a_party():
    joins = ("/register/enterprise/", "/register/team/", "/register/unit/", "/takeovers/request/")
    pages = {path: text(of("finance").get(path)) for path in ("/parties/choose/", "/open-units/")}
    assert [join for join in joins for page in pages.values() if join in page] == []
    everybody = text(Visitor(parties.nobody_yet()).get("/parties/choose/"))
    assert [join for join in joins if join not in everybody] == []


def test_an_auditor_reads_the_appointments_and_changes_none():
    auditor = Visitor(staff("auditor"))
    page = text(auditor.get("/staff-roles/"))
    assert ("任命记录" in page, "/staff-roles/propose/" in page) == (True, False)
    assert auditor.get("/staff-roles/propose/").status_code == 403


def test_a_round_is_not_offered_to_be_announced_by_its_own_author():
    appropriation(amount="2000000.00")
    row = draft_round()
    propose_round(round_id=row.pk, actor_id=row.created_by_id, at=MONDAY)
    author = acting(parties.authority(), "approver", person=User.objects.get(pk=row.created_by_id))
    page = text(Visitor(author).get(f"/rounds/{row.pk}/"))
    assert [f"/rounds/{row.pk}/{step}/" in page for step in ("announce", "refuse")] == [False, False]
