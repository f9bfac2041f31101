"""A registration in steps, in a browser without scripts: facts with their conditions, documents, check and send."""

import re

import pytest

from accounts.models import Party
from accounts.services.parties import refuse_party
from applicants.models import Founder, TeamMember
from applicants.services.founders import open_founder_number
from applicants.services.teams import open_id_number
from core.models import Attachment, Event
from tests import files
from tests.factories import parties
from tests.factories.contracts import MONDAY, staff
from tests.factories.pages import Visitor, codes, text
from tests.factories.rounds import round_

pytestmark = pytest.mark.django_db

FIRM = {
    "name": "示例新材料科技有限公司",
    "region": "beijing",
    "industry": "new_materials",
    "established_on": "2024-05-10",
    "staff": "42",
    "annual_sales": "8600000",
    "total_assets": "12000000",
    "legal_person": "on",
    "sound_finance": "on",
}
TEAM = {"name": "示例团队", "region": "beijing", "industry": "health", "project_stage": "testing"}
BACK = "/coupons/claim/7/"


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def visitor():
    return Visitor(parties.nobody_yet())


def registered(visitor, **changes):
    """Take the first step; return the party."""
    visitor.post("/register/enterprise/", uscc=parties.make_uscc(), **{**FIRM, **changes})
    return Party.objects.get()


def upload(visitor, *, query=""):
    done = visitor.post(
        f"/registration/evidence/{query}", kind="licence", file=files.upload("licence.png", files.image())
    )
    letter = files.upload("letter.pdf", files.pdf("授权书"))
    visitor.post("/registration/evidence/", kind="authorisation", file=letter)
    return done


def met(answer):
    """Field → whether its condition is met, as the page shows it beside the field."""
    found = re.findall(r'id="met-(\w+)" aria-live="polite"><p class="met-(yes|no)"', text(answer))
    return {field: shown == "yes" for field, shown in found}


class TestSelfCheck:
    def test_each_condition_stands_beside_its_field(self, visitor):
        round_()
        sent = {**FIRM, "uscc": parties.make_uscc(), "staff": "501", "region": "tianjin"}
        shown = met(visitor.post("/register/enterprise/", check="1", **sent))
        assert shown == {
            "region": False,
            "industry": True,
            "established_on": True,
            "staff": False,
            "annual_sales": True,
            "total_assets": True,
            "legal_person": True,
            "sound_finance": True,
            "bad_credit": True,
        }
        assert not Party.objects.exclude(kind="authority").exists()

    def test_only_what_is_filled_in_is_judged(self, visitor):
        round_()
        answer = visitor.post("/register/enterprise/", check="1", region="beijing", industry="other", staff="x")
        shown = met(answer)
        assert (shown["region"], shown["industry"]) == (True, False)
        assert not {"staff", "established_on", "annual_sales", "total_assets"} & set(shown)

    def test_a_team_is_judged_by_the_members_it_names(self, visitor):
        round_()
        person = {"name_0": "李示例", "id_number_0": parties.make_id_number()}
        assert met(visitor.post("/register/team/", check="1", **TEAM, **person))["people"] is False
        assert met(visitor.post("/register/team/", check="1", **TEAM, **person, student_0="on"))["people"] is True
        assert "people" not in met(visitor.post("/register/team/", check="1", **TEAM))


class TestRows:
    def test_a_button_adds_a_row_and_keeps_what_was_typed(self, visitor):
        page = text(visitor.get("/register/team/"))
        assert ('name="name_1"' in page, 'name="name_2"' in page) == (True, False)
        typed = {"name_0": "李示例", "student_0": "on", "name_1": "", "add": "1"}
        page = text(visitor.post("/register/team/", **TEAM, **typed))
        assert ('name="name_2"' in page, 'value="李示例"' in page, "field-error" in page) == (True, True, False)
        assert re.search(r'name="student_0"[^>]*checked', page)

    def test_rows_are_added_up_to_the_most(self, visitor):
        sent = {f"name_{place}": "" for place in range(50)}
        page = text(visitor.post("/register/team/", add="1", **TEAM, **sent))
        assert ('name="name_49"' in page, 'name="name_50"' in page, 'name="add"' in page) == (True, False, False)

    def test_founders_have_no_row_until_one_is_added(self, visitor):
        assert "founder_name_0" not in text(visitor.get("/register/enterprise/"))
        assert "founder_name_0" in text(visitor.post("/register/enterprise/", add="1", **FIRM))

    def test_founders_entered_are_recorded(self, visitor):
        registered(visitor, founder_name_0="李示例", founder_id_number_0=parties.make_id_number())
        assert list(Party.objects.get().enterprise.founders.values_list("name", flat=True)) == ["李示例"]


class TestTeam:
    def test_a_team_is_corrected_before_it_is_sent(self, visitor):
        person = {"name_0": "李示例", "id_number_0": parties.make_id_number(), "student_0": "on"}
        visitor.post("/register/team/", **TEAM, **person)
        page = text(visitor.get("/register/team/correct/"))
        assert ('value="李示例"' in page, person["id_number_0"] in page) == (True, False)
        version = re.search(r'name="version" value="(\d+)"', page)[1]
        other = {"name_0": "吕示例", "id_number_0": parties.make_id_number(), "student_0": "on"}
        done = visitor.post("/register/team/correct/", version=version, **TEAM, **other)
        assert done.headers["Location"] == "/registration/check/"
        shown = text(visitor.get("/registration/check/"))
        assert ("吕示例" in shown, "李示例" in shown) == (True, False)

    def test_a_refused_team_registers_again_as_the_same(self, visitor):
        team = parties.team(verified=False)
        refuse_party(party_id=team.pk, reason="成员有误", actor=parties.staff(), at=MONDAY)
        manager = Visitor(parties.manager(team))
        assert 'href="/register/team/correct/"' in text(manager.get("/dashboard/"))
        person = {"name_0": "吕示例", "id_number_0": parties.make_id_number(), "student_0": "on"}
        fields = {**TEAM, "name": "示例团队二", "version": "1", **person}
        assert manager.post("/register/team/correct/", **fields).status_code == 303
        assert (Party.objects.get(pk=team.pk).state, Party.objects.get(pk=team.pk).name) == ("registered", "示例团队二")


class TestKeptNumbers:
    """Who corrects a registration does not enter again the ID numbers that are recorded."""

    def correct(self, visitor, **changes):
        """Send the correction of a registered team as its form shows it, with changes."""
        page = text(visitor.get("/register/team/correct/"))
        rows = dict(re.findall(r'name="((?:kept|name)_\d+)" value="([^"]+)"', page))
        version = re.search(r'name="version" value="(\d+)"', page)[1]
        return visitor.post("/register/team/correct/", **{"version": version, **TEAM, **rows, **changes})

    def registered_team(self, visitor):
        number = parties.make_id_number()
        person = {"name_0": "李示例", "id_number_0": number, "student_0": "on"}
        visitor.post("/register/team/", **TEAM, **person)
        return number

    def test_a_recorded_number_is_shown_masked_and_kept(self, visitor):
        number = self.registered_team(visitor)
        page = text(visitor.get("/register/team/correct/"))
        assert (f"已保存 1****{number[-2:]}" in page, number in page) == (True, False)
        assert self.correct(visitor, student_0="on", region="tianjin").status_code == 303
        [member] = TeamMember.objects.filter(live=True)
        assert (member.name, open_id_number(member), TeamMember.objects.count()) == ("李示例", number, 1)

    def test_a_number_that_is_entered_replaces_the_recorded_one(self, visitor):
        self.registered_team(visitor)
        other = parties.make_id_number()
        assert self.correct(visitor, id_number_0=other).status_code == 303
        assert [open_id_number(row) for row in TeamMember.objects.filter(live=True)] == [other]

    def test_an_emptied_name_removes_the_person(self, visitor):
        self.registered_team(visitor)
        person = {"name_1": "吕示例", "id_number_1": parties.make_id_number()}
        assert self.correct(visitor, name_0="", **person).status_code == 303
        assert [row.name for row in TeamMember.objects.filter(live=True)] == ["吕示例"]

    def test_a_person_of_another_team_is_not_kept(self, visitor):
        self.registered_team(visitor)
        other = TeamMember.objects.filter(team=parties.team()).first()
        answer = self.correct(visitor, kept_0=str(other.pk))
        assert (answer.status_code, codes(answer)) == (422, ["id_number"])

    def test_a_refused_enterprise_keeps_its_founders(self, visitor):
        number = parties.make_id_number()
        party = registered(visitor, founder_name_0="李示例", founder_id_number_0=number)
        upload(visitor)
        visitor.post("/registration/evidence/", send="1")
        refuse_party(party_id=party.pk, reason="材料不清晰", actor=parties.staff(), at=MONDAY)
        page = text(visitor.get("/register/enterprise/"))
        rows = dict(re.findall(r'name="(founder_(?:kept|name)_\d+)" value="([^"]+)"', page))
        assert f"已保存 1****{number[-2:]}" in page
        assert visitor.post("/register/enterprise/", uscc=party.uscc, **FIRM, **rows).status_code == 303
        assert [open_founder_number(row) for row in Founder.objects.all()] == [number]


class TestSending:
    def test_facts_documents_and_check_lead_to_a_sent_registration_and_back(self, visitor):
        first = visitor.post(f"/register/enterprise/?next={BACK}", uscc=parties.make_uscc(), **FIRM)
        assert first.headers["Location"] == f"/registration/evidence/?next={BACK}"
        assert upload(visitor, query=f"?next={BACK}").headers["Location"] == f"/registration/evidence/?next={BACK}"
        assert f"/registration/check/?next={BACK}" in text(visitor.get(f"/registration/evidence/?next={BACK}"))
        assert "¥8,600,000.00" in text(visitor.get(f"/registration/check/?next={BACK}"))
        sent = visitor.post(f"/registration/evidence/?next={BACK}", send="1")
        assert (sent.headers["Location"], Party.objects.get().draft) == (BACK, False)
        assert Event.objects.filter(type="party.sent").count() == 1

    def test_without_a_licence_and_a_letter_nothing_is_sent(self, visitor):
        registered(visitor)
        answer = visitor.post("/registration/evidence/", send="1")
        missing = ["registration_without_licence", "registration_without_authorisation"]
        assert (answer.status_code, codes(answer)) == (422, missing)
        assert Party.objects.get().draft

    def test_a_file_is_withdrawn_until_the_registration_is_sent(self, visitor):
        party = registered(visitor)
        upload(visitor)
        licence = Attachment.objects.get(kind="licence")
        path = f"/registrations/{party.pk}/evidence/{licence.pk}/remove/"
        assert f'href="{path}"' in text(visitor.get("/registration/evidence/"))
        assert "licence.png" in text(visitor.get(path))
        assert visitor.post(path).headers["Location"] == "/registration/evidence/"
        left = set(Attachment.objects.values_list("kind", flat=True))
        assert ("licence" in left, Event.objects.filter(type="attachment.removed").count()) == (False, 1)

    def test_a_sent_file_stays(self, visitor):
        party = registered(visitor)
        for kind in ("licence", "authorisation"):
            visitor.post("/registration/evidence/", kind=kind, file=files.upload("a.pdf", files.pdf(kind)))
        visitor.post("/registration/evidence/", send="1")
        path = f"/registrations/{party.pk}/evidence/{Attachment.objects.first().pk}/remove/"
        answer = visitor.post(path)
        assert (answer.status_code, codes(answer)) == (422, ["registration_file_sent"])
        assert (Attachment.objects.count(), path in text(visitor.get("/registration/evidence/"))) == (2, False)

    def test_it_is_sent_once(self, visitor):
        registered(visitor)
        upload(visitor)
        visitor.post("/registration/evidence/", send="1")
        answer = visitor.post("/registration/evidence/", send="1")
        assert (answer.status_code, codes(answer)) == (422, ["illegal_state"])

    def test_officers_see_it_once_it_is_sent(self, visitor):
        party = registered(visitor)
        upload(visitor)
        officer = Visitor(staff("case_officer"))
        assert (officer.get(f"/parties/{party.pk}/").status_code, party.name in text(officer.get("/parties/"))) == (
            404,
            False,
        )
        visitor.post("/registration/evidence/", send="1")
        assert (officer.get(f"/parties/{party.pk}/").status_code, party.name in text(officer.get("/parties/"))) == (
            200,
            True,
        )

    def test_a_picture_is_previewed(self, visitor):
        registered(visitor)
        upload(visitor)
        source = re.search(r'<img src="(/files/\d+/shown/)"', text(visitor.get("/registration/check/")))[1]
        shown = visitor.get(source)
        assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")

    def test_of_a_pdf_the_first_pages_are_previewed_and_the_rest_is_counted(self, visitor):
        registered(visitor)
        visitor.post("/registration/evidence/", kind="licence", file=files.upload("证照.pdf", files.pdf(pages=5)))
        page = text(visitor.get("/registration/check/"))
        source = re.search(r'<img src="(/files/\d+/shown/)"', page)[1]
        shown = visitor.get(source)
        assert ("共 5 页" in page, "还有 2 页：下载查看" in page) == (True, True)
        assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")


def test_a_page_to_come_back_to_breaks_no_header(visitor):
    registered(visitor)
    upload(visitor)
    query = "?next=/coupons/%0D%0ASet-Cookie:a=b/首页/"
    sent = visitor.post(f"/registration/evidence/{query}", headers={"HX-Request": "true"}, send="1")
    assert (sent.status_code, sent["HX-Redirect"]) == (204, "/coupons/%0D%0ASet-Cookie:a=b/%E9%A6%96%E9%A1%B5/")


def test_two_files_in_one_field_are_refused_not_one_of_them_dropped(visitor):
    registered(visitor)
    two = [files.upload("licence.png", files.image()), files.upload("letter.png", files.image())]
    answer = visitor.post("/registration/evidence/", kind="licence", file=two)
    assert (codes(answer), Attachment.objects.count()) == (["field_twice"], 0)


class TestWithdrawal:
    def test_a_mistyped_code_is_withdrawn_on_the_first_page_and_registered_again(self, visitor):
        party = registered(visitor)
        path = f"/parties/{party.pk}/withdraw/"
        assert path in text(visitor.get("/dashboard/"))
        assert "可以用正确的信息重新注册" in text(visitor.get(path))
        assert visitor.post(path).status_code == 303
        assert "注册终止：注册人撤回" in text(visitor.get("/dashboard/"))
        assert codes(visitor.post(path)) == ["illegal_state"]
        visitor.post("/register/enterprise/", **{**FIRM, "uscc": parties.make_uscc()})
        assert list(Party.objects.order_by("pk").values_list("state", flat=True)) == ["ended", "registered"]
