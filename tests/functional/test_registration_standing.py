"""The first page of a party that is not verified, and the page on which an officer verifies it."""

from datetime import timedelta

import pytest

from accounts.models import Party
from accounts.services.parties import refuse_party, register_organisation, suspend_party
from accounts.services.registrations import add_evidence, request_evidence
from applicants.services.certificates import enter_certificate
from core.files.uploads import accept
from tests import files
from tests.factories import parties
from tests.factories.contracts import MONDAY, staff
from tests.factories.pages import Visitor, text
from tests.factories.rounds import round_

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def firm():
    round_()
    return parties.enterprise(verified=False)


def first_page(firm):
    return text(Visitor(parties.manager(firm)).get("/dashboard/"))


def officers_page(firm):
    return text(Visitor(staff("case_officer")).get(f"/parties/{firm.pk}/"))


def missing(page, *parts):
    return [part for part in parts if part not in page]


class TestFirstPage:
    def test_a_sent_one_says_that_the_authority_acts_and_what_can_be_done_meanwhile(self, firm):
        page = first_page(firm)
        ways = ["/registration/evidence/", "/profile/declare/", "/members/", "/announced-rounds/", "/calculator/"]
        assert missing(page, "由主管部门办理", "等待核实", *(f'href="{way}"' for way in ways)) == []
        assert ("200,000" in page, "没有待办" in page, "/coupons/claim/" in page) == (False, False, False)

    def test_the_step_of_the_documents_is_done_only_with_documents(self, firm):
        assert "process-step process-skipped" in first_page(firm)
        file = accept(kind="licence", file=files.upload("licence.png", files.image()))
        add_evidence(party_id=firm.pk, kind="licence", file=file, actor=parties.manager(firm), at=MONDAY)
        assert "process-step process-skipped" not in first_page(firm)

    def test_a_draft_says_that_its_manager_acts_and_until_when(self, firm):
        Party.objects.filter(pk=firm.pk).update(draft=True, registered_at=MONDAY)
        page = first_page(firm)
        assert missing(page, "由您办理", "注册还没有提交", "2026年4月1日", 'href="/registration/check/"') == []

    def test_what_was_asked_for_is_said_with_its_last_day(self, firm):
        request_evidence(party_id=firm.pk, reason="请上传授权书", actor=parties.staff(), at=MONDAY)
        assert missing(first_page(firm), "由您办理", "请上传授权书", "2026年4月1日", "注册终止") == []

    def test_a_refused_one_says_why_and_registers_again_with_its_facts(self, firm):
        refuse_party(party_id=firm.pk, reason="名称与执照不符", actor=parties.staff(), at=MONDAY)
        assert missing(first_page(firm), "名称与执照不符", 'href="/register/enterprise/"') == []
        again = text(Visitor(parties.manager(firm)).get("/register/enterprise/"))
        assert missing(again, f'value="{firm.party.name}"', f'value="{firm.party.uscc}"') == []

    def test_a_suspended_one_says_why_and_offers_no_claim(self):
        firm = parties.enterprise()
        suspend_party(party_id=firm.pk, reason="核查投诉", actor=parties.staff(), at=MONDAY)
        page = first_page(firm)
        assert missing(page, "本单位已被暂停", "核查投诉") == []
        assert '<a class="btn btn-primary" href="/coupons/claim/">' not in page.split("grid-stats")[0]

    def test_a_verified_one_has_the_usual_page(self):
        round_()
        assert missing(first_page(parties.enterprise()), "本年度可用额度", "200,000.00", "没有待办事项") == []

    def test_an_open_unit_is_told_the_same(self):
        code, founder = parties.make_uscc(), parties.nobody_yet()
        unit = register_organisation(name="示例中心", uscc=code, role="unit_manager", actor=founder, at=MONDAY)
        page = text(Visitor(parties.acting(unit, "unit_manager")).get("/dashboard/"))
        assert missing(page, "等待核实", 'href="/registration/evidence/"') == []
        assert "/profile/declare/" not in page


class TestOfficersPage:
    def test_facts_documents_and_check_stand_beside_each_other(self, firm):
        file = accept(kind="licence", file=files.upload("licence.png", files.image()))
        add_evidence(party_id=firm.pk, kind="licence", file=file, actor=parties.manager(firm), at=MONDAY)
        page = officers_page(firm)
        review = page[page.index("grid-review") : page.index("成员与角色")]
        assert missing(review, "职工总数", "/shown/", "在北京地区注册", "同一代码没有其他注册") == []

    def test_it_says_what_was_compared_with_official_lists(self, firm):
        enter_certificate(
            party_id=parties.enterprise().pk,
            kind="national_hnte",
            number="GR202411000001",
            valid_from=MONDAY.date(),
            valid_until=MONDAY.date() + timedelta(days=99),
            first_entry=None,
            actor=parties.staff(),
            at=MONDAY,
        )
        assert "官方资质名单中没有该代码" in officers_page(firm)

    def test_it_says_since_when_it_waits(self, firm):
        assert missing(officers_page(firm), "由经办人员办理", "等待主管部门核实") == []
        request_evidence(party_id=firm.pk, reason="请上传授权书", actor=parties.staff(), at=MONDAY)
        assert missing(officers_page(firm), "由申请单位办理", "2026年4月1日") == []

    def test_a_team_is_compared_with_other_teams(self):
        round_()
        team = parties.team(verified=False)
        page = officers_page(team)
        assert missing(page, "主要成员都不在其他已核实的团队中", "其中在校学生", "李示例0、李示例1、李示例2") == []
