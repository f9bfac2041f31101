"""An application to become an open unit, from the form of a newcomer to the answer of an officer."""

import re

import pytest

from facilities.models import OpenUnit, UnitApplication
from tests import files
from tests.factories import parties
from tests.factories.contracts import MONDAY, set_up_second_factor, staff
from tests.factories.pages import Visitor, text

pytestmark = pytest.mark.django_db

UNIT = {"name": "示例分析中心", "category": "municipal", "contact": "郑示例 010-00000000", "introduction": "电镜两台"}


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def applied():
    """An application whose documents were sent; return the applicant and the application."""
    person = parties.user()
    set_up_second_factor(person)
    visitor = Visitor(parties.nobody_yet(person))
    done = visitor.post("/register/unit/", uscc=parties.make_uscc(), **UNIT)
    assert done.headers["Location"] == "/registration/evidence/"
    visitor.post("/registration/evidence/", kind="licence", file=files.upload("licence.png", files.image()))
    visitor.post("/registration/evidence/", kind="authorisation", file=files.upload("letter.pdf", files.pdf("授权书")))
    assert visitor.post("/registration/evidence/", send="1").headers["Location"] == "/dashboard/"
    return visitor, UnitApplication.objects.get()


def test_the_way_there_is_on_the_page_of_who_has_no_party_and_on_the_public_list():
    assert 'href="/register/unit/"' in text(Visitor(parties.nobody_yet()).get("/parties/choose/"))
    assert 'href="/register/unit/"' in text(Visitor().get("/open-units/"))


def test_officers_see_it_on_their_dashboard_and_accept_it(applied):
    visitor, row = applied
    officer = Visitor(staff("case_officer"))
    assert "答复开放单位申请" in text(officer.get("/dashboard/"))
    page = text(officer.get("/unit-applications/?state=requested"))
    assert [part for part in ("示例分析中心", "010-00000000", "电镜两台") if part not in page] == []
    path = f"/unit-applications/{row.pk}/accept/"
    assert "申请人填报的类别是“市属”" in (shown := text(officer.get(path))) and "checked" not in shown
    assert officer.post(path).status_code == 422
    assert officer.post(path, category="municipal").headers["Location"] == "/unit-applications/"
    assert OpenUnit.objects.get(pk=row.party_id).state == "admitted"
    assert "待答复项目" in text(visitor.get("/dashboard/"))


def test_a_refusal_is_shown_to_the_applicant_with_its_reason(applied):
    visitor, row = applied
    Visitor(staff("case_officer")).post(f"/unit-applications/{row.pk}/refuse/", reason="没有可开放的设施")
    page = text(visitor.get("/register/unit/"))
    assert re.search(r"示例分析中心.*没有可开放的设施.*未同意", page, re.S)


@pytest.mark.parametrize("path", ["/dashboard/", "/parties/choose/", "/register/unit/"])
def test_its_applicant_sees_on_the_first_pages_who_acts_and_since_when(applied, path):
    visitor, _ = applied
    page = text(visitor.get(path))
    assert ("由主管部门办理，自 2026年3月2日 09:00 起" in page, "待答复" in page) == (True, True)


def test_an_officer_sees_it_on_the_page_of_the_party(applied):
    _, row = applied
    page = text(Visitor(staff("case_officer")).get(f"/parties/{row.party_id}/"))
    assert ("由主管部门办理，自 2026年3月2日 09:00 起" in page, "去答复" in page) == (True, True)
    assert "去答复" not in text(Visitor(staff("auditor")).get(f"/parties/{row.party_id}/"))


def test_a_refused_one_is_its_applicants_again_with_the_reason(applied):
    visitor, row = applied
    Visitor(staff("case_officer")).post(f"/unit-applications/{row.pk}/refuse/", reason="没有可开放的设施")
    page = text(visitor.get("/dashboard/"))
    assert ("由您办理，自 2026年3月2日 09:00 起：更正后可以再次申请" in page, "没有可开放的设施" in page) == (
        True,
        True,
    )


def test_an_auditor_reads_the_list_without_the_contact(applied):
    page = text(Visitor(staff("auditor")).get("/unit-applications/"))
    assert ("示例分析中心" in page, "010-00000000" in page, "/accept/" in page) == (True, False, False)


def test_its_applicant_withdraws_it_from_the_page(applied):
    visitor, row = applied
    path = f"/own-unit-applications/{row.pk}/withdraw/"
    assert f'href="{path}"' in text(visitor.get("/register/unit/"))
    assert "单位的注册不受影响" in text(visitor.get(path))
    assert visitor.post(path).headers["Location"] == "/register/unit/"
    assert "已撤回" in text(page := visitor.get("/register/unit/")) and path not in text(page)


def test_nobody_else_is_offered_to_withdraw_it(applied):
    _, row = applied
    path = f"/own-unit-applications/{row.pk}/withdraw/"
    for role in ("case_officer", "auditor"):
        assert path not in text(Visitor(staff(role)).get(f"/parties/{row.party_id}/"))
    assert Visitor(parties.nobody_yet()).get(path).status_code == 404
