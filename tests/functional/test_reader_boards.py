"""The first pages of system administrators, auditors and experts, and the page with the proof of the books."""

import re

import pytest

from accounts.services.closures import request_reset
from accounts.services.interest_corrections import request_correction
from accounts.services.staff_roles import propose_staff_role
from core.jobs.runner import run_job
from core.models import Event, JobRun, OutboxItem
from tests.factories import conflicts, redemptions
from tests.factories.contracts import MONDAY, staff, user
from tests.factories.handovers import named, nobody
from tests.factories.pages import Visitor, click, of, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def todos(page: str) -> dict[str, str]:
    """The lines of pending work on a page: title → count."""
    return dict(re.findall(r'<li><a href="[^"]+">([^<]+)</a><span class="state[^>]*>.*?(\d+) 项', page))


def test_an_administrator_sees_what_waits_for_a_second_person_and_what_failed() -> None:
    first, second = staff("system_admin"), staff("system_admin")
    propose_staff_role(username=user().username, role="finance", actor=first, at=MONDAY)
    request_reset(user_id=staff("finance").user_id, reason="手机遗失", actor=first, at=MONDAY)
    named(staff("finance"), "redemption.check_form", redemptions.submitted().pk, by=first)
    JobRun.objects.create(job="prove", period="2026-03-01", at=MONDAY, state="failed", error="I1 broken: 7")
    OutboxItem.objects.create(event=Event.objects.latest("pk"), handler="x", dead=True)
    work = {
        "确认任命": "1",
        "确认重置二次验证": "1",
        "确认代办人": "1",
        "处理失败的后台任务": "1",
        "处理投递失败的事件": "1",
    }
    assert todos(text(Visitor(second).get("/dashboard/"))) == work
    assert todos(text(Visitor(first).get("/dashboard/"))) == {key: work[key] for key in list(work)[3:]}


def test_each_line_of_an_administrator_leads_to_a_list_of_as_many_rows() -> None:
    first, second = staff("system_admin"), staff("system_admin")
    for proposer in (first, second):
        propose_staff_role(username=user().username, role="finance", actor=proposer, at=MONDAY)
        named(staff("finance"), "redemption.check_form", redemptions.submitted().pk, by=proposer)
    mistaken = conflicts.declare(staff("finance"), redemptions.submitted().contract.unit.party, at=MONDAY)
    request_correction(interest_id=mistaken.pk, reason="误报", actor=nobody(mistaken.user_id), at=MONDAY)
    page = Visitor(second).get("/dashboard/")
    lists = re.findall(r'<li><a href="(/[^"]+to_decide)">[^<]+</a><span class="state[^>]*>.*?(\d+) 项', text(page))
    assert len(lists) == 3
    assert {url: str(len(Visitor(second).get(url).context["page"].rows)) for url, _ in lists} == dict(lists)


def test_an_administrator_without_work_is_told_so_and_sees_roles_without_a_holder() -> None:
    page = text(of("system_admin").get("/dashboard/"))
    assert todos(page) == {} and "没有待办事项" in page
    assert page.count("人数不足") == 7  # one administrator where two are needed, and six roles that nobody has


def test_an_auditor_sees_every_list_with_the_number_of_its_rows() -> None:
    redemptions.submitted()
    page = text(of("auditor").get("/dashboard/"))
    counts = dict(re.findall(r'<li><a href="([^"]+)">[^<]+</a><strong class="num">(\d+)</strong>', page))
    assert len(counts) == 16
    assert {counts[path] for path in ("/rounds/", "/coupons/", "/service-contracts/", "/redemptions/")} == {"1"}
    assert {counts[path] for path in ("/batches/", "/orders/", "/payments/", "/objections/", "/appeals/")} == {"0"}


def test_an_expert_is_told_that_nothing_is_assigned_and_sees_the_declared_interests() -> None:
    expert = staff("expert")
    page = text(Visitor(expert).get("/dashboard/"))
    assert "目前没有分配给您的评审任务" in page and "/interests/declare/" in page
    party = redemptions.submitted().applicant
    conflicts.declare(expert, party)
    assert party.name in text(Visitor(expert).get("/dashboard/"))


def test_an_auditor_proves_the_books_from_a_page_and_reads_the_result() -> None:
    auditor = of("auditor")
    assert "尚未核对过账目" in text(auditor.get("/proof/"))
    assert click(auditor, "/proof/run/").status_code == 303
    run = JobRun.objects.get(job="prove", state="queued")
    run_job(run_id=run.pk, at=MONDAY)
    for path in ("/proof/", "/dashboard/"):
        assert "账目一致" in text(auditor.get(path))


def test_a_failed_proof_names_what_is_broken() -> None:
    JobRun.objects.create(
        job="prove", period="2026-03-01", at=MONDAY, state="failed", error="I1 broken: 7", finished_at=MONDAY
    )
    assert "I1 broken: 7" in text(of("auditor").get("/proof/"))


@pytest.mark.parametrize("role", ["case_officer", "finance", "expert"])
def test_others_do_not_prove_the_books(role) -> None:
    assert [of(role).get(path).status_code for path in ("/proof/", "/proof/run/")] == [403, 403]
