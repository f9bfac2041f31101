"""One's own party in a browser without scripts: choosing it, members, registering it."""

import pytest

from core.web.pages import ACTING_PARTY
from tests.factories import parties
from tests.factories.contracts import MONDAY, acting, party
from tests.factories.pages import Visitor, codes, text
from tests.factories.rounds import enterprise, round_

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def applicant(firm=None):
    return Visitor(acting(firm or enterprise(), "applicant_operator"))


class TestParties:
    def test_who_belongs_to_nobody_is_told_what_to_do(self):
        visitor = Visitor(parties.nobody_yet())
        assert visitor.get("/dashboard/").headers["Location"] == "/parties/choose/"
        page = visitor.get("/parties/choose/").content.decode()
        assert ("/register/enterprise/" in page, "/register/team/" in page) == (True, True)

    def test_who_has_several_chooses(self):
        first = acting(enterprise(), "applicant_operator")
        second = acting(enterprise(), "applicant_operator", person=_user(first))
        visitor = Visitor(first)
        assert visitor.post("/parties/choose/", party=second.party_id).status_code == 303
        assert second.party_name in visitor.get("/dashboard/").content.decode()

    def test_nobody_chooses_a_party_that_is_not_his(self):
        visitor = Visitor(acting(enterprise(), "applicant_operator"))
        assert [
            visitor.post("/parties/choose/", party=wanted).status_code for wanted in (party().pk, "x", "", "9" * 5000)
        ] == [404] * 4

    def test_who_left_the_party_chosen_chooses_again(self):
        actor = acting(enterprise(), "applicant_operator")
        other = acting(enterprise(), "applicant_operator", person=_user(actor))
        visitor = Visitor(actor)
        _user(actor).memberships.filter(party=actor.party_id).update(ended_at=MONDAY)
        assert visitor.get("/coupons/").headers["Location"] == "/parties/choose/?next=/coupons/"
        assert other.party_name in visitor.get("/parties/choose/").content.decode()

    def test_a_manager_invites_a_member_and_removes_him(self):
        boss, guest = acting(enterprise(), "applicant_manager"), parties.user()
        visitor = Visitor(boss)
        assert visitor.post("/members/invite/", named=guest.username, role="applicant_operator").status_code == 303
        assert guest.username in text(visitor.get("/members/"))
        invited = Visitor(parties.nobody_yet(guest))
        assert boss.party_name in text(invited.get("/parties/choose/"))
        assert invited.post(f"/received-invitations/{guest.invitations.get().pk}/accept/").status_code == 303
        held = guest.memberships.get()
        assert visitor.post(f"/members/{held.pk}/remove/").status_code == 303
        assert guest.memberships.filter(ended_at=None).count() == 0

    def test_who_accepts_an_invitation_goes_on_for_the_same_party(self):
        boss, guest = acting(enterprise(), "applicant_manager"), acting(enterprise(), "applicant_operator")
        visitor, invited = Visitor(boss), Visitor(parties.nobody_yet(_user(guest)))
        visitor.post("/members/invite/", named=_user(guest).username, role="applicant_operator")
        row = _user(guest).invitations.get()
        assert invited.post(f"/received-invitations/{row.pk}/accept/").status_code == 303
        assert ACTING_PARTY not in invited.client.session

    def test_an_invitation_is_declined_or_withdrawn_on_its_page(self):
        boss, guest = acting(enterprise(), "applicant_manager"), parties.user()
        visitor, invited = Visitor(boss), Visitor(parties.nobody_yet(guest))
        visitor.post("/members/invite/", named=guest.username, role="applicant_operator")
        row = guest.invitations.get()
        assert invited.post(f"/received-invitations/{row.pk}/decline/").status_code == 303
        assert "待答复" in text(visitor.get("/members/"))
        assert visitor.post(f"/invitations/{row.pk}/withdraw/").status_code == 303
        assert guest.username not in text(visitor.get("/members/"))

    def test_a_member_leaves_on_the_page(self):
        operator = acting(enterprise(), "applicant_operator")
        answer = Visitor(operator).post("/members/leave/")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/parties/choose/")
        assert _user(operator).memberships.filter(ended_at=None).count() == 0

    def test_a_default_party_is_chosen_on_the_page(self):
        actor = acting(enterprise(), "applicant_operator")
        other = acting(enterprise(), "applicant_operator", person=_user(actor))
        assert Visitor(actor).post("/parties/choose/", default=other.party_id).status_code == 303
        assert _user(actor).default_party_id == other.party_id

    def test_the_last_manager_stays(self):
        boss = acting(enterprise(), "applicant_manager")
        held = _user(boss).memberships.get()
        assert codes(Visitor(boss).post(f"/members/{held.pk}/remove/")) == ["last_manager"]

    def test_the_last_manager_is_offered_neither_to_go_nor_to_be_removed(self):
        boss = acting(party := enterprise(), "applicant_manager")
        operator = acting(party, "applicant_operator")
        alone = text(Visitor(boss).get("/members/"))
        held = [_user(each).memberships.get().pk for each in (boss, operator)]
        assert [f"/members/{pk}/remove/" in alone for pk in held] == [False, True]
        assert ["/members/leave/" in text(Visitor(each).get("/members/")) for each in (boss, operator)] == [False, True]
        acting(party, "applicant_manager")
        page = text(Visitor(boss).get("/members/"))
        assert (f"/members/{held[0]}/remove/" in page, "/members/leave/" in page) == (True, True)

    def test_an_operator_takes_nobody_in(self):
        assert applicant().get("/members/invite/").status_code == 403


class TestRegistering:
    FIRM = {
        "name": "北京示例低温科技有限公司",
        "region": "beijing",
        "industry": "new_materials",
        "established_on": "2012-05-01",
        "staff": "501",
        "annual_sales": "1.00",
        "total_assets": "1.00",
        "legal_person": "on",
        "sound_finance": "on",
    }

    def test_the_self_check_names_each_condition_and_writes_nothing(self):
        round_()
        visitor = Visitor(parties.nobody_yet())
        answer = visitor.post("/register/enterprise/", check="1", uscc=parties.make_uscc(), **self.FIRM)
        failed = [line["code"] for line in answer.context["conditions"] if not line["met"]]
        assert (answer.status_code, failed) == (200, ["age_or_new_tech_sme", "staff"])
        assert visitor.get("/dashboard/").headers["Location"] == "/parties/choose/"

    def test_an_enterprise_is_registered_and_acted_for_at_once(self):
        visitor = Visitor(parties.nobody_yet())
        answer = visitor.post("/register/enterprise/", uscc=parties.make_uscc(), **self.FIRM)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/registration/evidence/")
        assert self.FIRM["name"] in visitor.get("/profile/").content.decode()

    def test_a_code_with_a_wrong_check_character_is_refused(self):
        code = parties.make_uscc()
        wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
        answer = Visitor(parties.nobody_yet()).post("/register/enterprise/", uscc=wrong, **self.FIRM)
        assert (answer.status_code, codes(answer)) == (422, ["uscc_check"])

    def test_a_team_is_registered_with_its_members(self):
        fields = {"name": "示例团队", "region": "beijing", "industry": "health", "project_stage": "testing"}
        person = {"name_0": "李示例", "id_number_0": parties.make_id_number(), "student_0": "on"}
        visitor = Visitor(parties.nobody_yet())
        assert visitor.post("/register/team/", **fields, **person).status_code == 303
        page = visitor.get("/profile/").content.decode()
        assert ("示例团队" in page, person["id_number_0"] in page) == (True, False)

    def test_facts_are_declared_anew_unless_somebody_else_did(self):
        firm = parties.enterprise()
        visitor = Visitor(parties.manager(firm))
        fields = {name: value for name, value in self.FIRM.items() if name != "name"}
        assert visitor.post("/profile/declare/", version="1", **fields).status_code == 303
        assert codes(visitor.post("/profile/declare/", version="1", **fields)) == ["stale_version"]


def _user(actor):
    from accounts.models import User

    return User.objects.get(pk=actor.user_id)
