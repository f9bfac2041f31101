"""What people can do to each other: the attacks of a hostile day, played against the API and the pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import Membership, Party, SignUp, Takeover, User
from accounts.notifications import notify_claimant
from accounts.rules.takeovers import MOST_A_DAY
from core.models import Attachment, Event, Notification
from tests.factories import contracts, parties, rounds
from tests.factories.api import DECLARATION, Caller
from tests.factories.pages import Visitor, codes, text
from tests.factories.registrations import bring, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(contracts.MONDAY, tick=False)


def person(username: str) -> Caller:
    """A caller who signs in by token and names no party."""
    user = User.objects.filter(username=username).first() or parties.user(username=username)
    caller = Caller()
    caller.headers["Authorization"] = f"Bearer {AuthToken.objects.create(user=user)[1]}"
    return caller


def brought(party_id: int) -> list[str]:
    """Upload the documents of a registration; return the addresses of the files."""
    boss = Membership.objects.get(party=party_id).user
    bring(
        Party.objects.get(pk=party_id),
        actor=parties.acting(boss.memberships.get().party, "applicant_manager", person=boss),
        at=contracts.MONDAY,
    )
    files = Attachment.objects.filter(owner_kind="party", owner_id=party_id)
    return [f"/files/{pk}/" for pk in files.values_list("pk", flat=True)]


def claim(caller: Caller, round_id: int) -> Any:
    return caller.post("coupons/", {"round": round_id, "amount": "1000.00"})


class TestARivalInTheMinuteOfTheClaim:
    @pytest.fixture
    def round_id(self) -> int:
        return rounds.round_().pk

    @pytest.fixture
    def victim(self) -> Caller:
        contracts.acting(rounds.enterprise(), "applicant_manager", person=parties.user(username="victim"))
        return person("victim")

    @pytest.fixture
    def lab(self) -> Caller:
        """The attacker's unverified lab."""
        rival = person("rival")
        made = rival.post("organisations/", {"name": "假实验室", "uscc": parties.make_uscc()}).json()
        lab = Party.objects.get(pk=made["id"])
        return Caller(parties.acting(lab, "unit_manager", person=User.objects.get(username="rival")))

    @pytest.mark.parametrize("role", ["unit_manager", "unit_operator"])
    def test_an_invitation_leaves_token_and_claim_as_they_were(self, victim, lab, round_id, role):
        assert lab.post("invitations/", {"named": "victim", "role": role}).status_code == 201
        assert claim(victim, round_id).status_code == 201
        assert [each["kind"] for each in victim.get("me/").json()["parties"]] == ["organisation"]

    def test_even_an_accepted_one_leaves_the_firm_the_party_of_the_token(self, victim, lab, round_id):
        lab.post("invitations/", {"named": "victim", "role": "unit_manager"})
        (sent,) = victim.get("received-invitations/").json()["results"]
        assert victim.post(f"received-invitations/{sent['id']}/accept/").status_code == 200
        assert claim(victim, round_id).status_code == 201

    def test_the_session_asks_for_no_second_factor(self, victim, lab, round_id):
        client = Client()
        client.force_login(User.objects.get(username="victim"))
        lab.post("invitations/", {"named": "victim", "role": "unit_manager"})
        assert client.get("/coupons/").status_code == 200

    def test_nobody_makes_an_officer_immune(self, lab):
        officer = parties.staff()
        username = User.objects.get(pk=officer.user_id).username
        (sent,) = self.received(lab, username)
        answer = person(username).post(f"received-invitations/{sent}/accept/")
        assert (answer.status_code, answer.json()["code"]) == (409, "staff_no_membership")
        row = parties.enterprise(verified=False)
        assert Caller(officer).post(f"parties/{row.pk}/verify/").status_code == 200

    def received(self, lab: Caller, username: str) -> list[int]:
        lab.post("invitations/", {"named": username, "role": "unit_operator"})
        return [each["id"] for each in person(username).get("received-invitations/").json()["results"]]


class TestARoleInOnesOwnParty:
    """A role that requires a second factor is withheld without one; the roles beside it count."""

    @pytest.fixture
    def boss(self) -> Caller:
        actor = parties.manager(parties.enterprise())
        own = Party.objects.get(pk=actor.party_id)
        parties.acting(own, "unit_manager", person=User.objects.get(pk=actor.user_id), second_factor=False)
        return Caller(actor)

    def test_does_not_stop_a_claim(self, boss):
        assert claim(boss, rounds.round_().pk).status_code == 201

    def test_a_firm_that_applies_to_be_a_unit_claims_on(self):
        actor = parties.manager(parties.enterprise(code="91110108XXXXXXX19E", name="示例公司"))
        body = {"name": "示例公司", "uscc": "91110108XXXXXXX19E"}
        assert Caller(actor).post("organisations/", body).status_code == 201
        assert claim(Caller(actor), rounds.round_().pk).status_code == 201

    def test_wants_the_second_factor_for_what_it_alone_allows(self, boss):
        answer = boss.post("services/publish/", {"name": "检测"})
        assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_missing")
        refused = boss.post("invitations/", {"named": "peer", "role": "unit_operator"})
        assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_missing")


class TestSquattedCodes:
    CODE = "91110108XXXXXXX19E"

    def firm(self, caller: Caller, code: str, name: str = "示例公司") -> Any:
        return caller.post("enterprises/", {"name": name, "uscc": code, **DECLARATION})

    def test_a_squatter_has_a_few_codes_and_none_for_good(self):
        squatter, owner = person("squatter"), person("owner")
        taken = [
            self.firm(squatter, code).status_code for code in (self.CODE, *(parties.make_uscc() for _ in range(4)))
        ]
        assert taken == [201, 201, 201, 409, 409]
        made = self.firm(owner, self.CODE)
        assert (made.status_code, send(owner, made.json()["id"]).status_code) == (201, 200)
        officer = Caller(parties.staff())
        assert officer.post(f"parties/{made.json()['id']}/verify/").json()["state"] == "verified"
        states = Party.objects.filter(uscc=self.CODE).order_by("pk").values_list("state", flat=True)
        assert list(states) == ["ended", "verified"]
        assert self.firm(person("late"), self.CODE).json()["code"] == "party_exists"

    def test_the_officer_sees_the_rivals_side_by_side(self):
        first, second = (self.firm(person(name), self.CODE, name=f"{name}公司").json()["id"] for name in ("甲", "乙"))
        Party.objects.update(draft=False)
        evidence = brought(second)
        page = text(Visitor(parties.staff()).get(f"/parties/{first}/"))
        assert "乙公司" in page and f"/parties/{second}/" in page
        assert [f'href="{each}"' in page for each in evidence] == [True, True]

    def test_the_officer_sees_the_teams_of_a_shared_member_side_by_side(self):
        members = parties.people(2)
        first, rival, other = (
            parties.team(name=name, members=people, verified=False)
            for name, people in (("甲团队", members), ("乙团队", members[:1]), ("丙团队", parties.people(1)))
        )
        evidence = brought(rival.pk)
        page = text(Visitor(parties.staff()).get(f"/parties/{first.pk}/"))
        assert (f"/parties/{rival.pk}/" in page, f"/parties/{other.pk}/" in page) == (True, False)
        assert [f'href="{each}"' in page for each in evidence] == [True, True]

    def test_a_squatters_request_for_takeover_blocks_nobody(self):
        code = parties.enterprise().party.uscc
        asked = {"uscc": code, "role": "applicant_manager", "reason": "负责人离职"}
        answers = [person(name).post("takeovers/", asked) for name in ("squatter", "owner")]
        assert ([each.status_code for each in answers], Takeover.objects.count()) == ([201, 201], 2)


def alike(answers: list[Any], *, beside: frozenset[str]) -> bool:
    """Whether API answers differ in nothing but these fields."""
    seen = [
        (each.status_code, {key: value for key, value in each.json().items() if key not in beside}) for each in answers
    ]
    return all(each == seen[0] for each in seen)


class TestAnswersThatTellNothing:
    @pytest.mark.parametrize("named", ["stranger", "stranger@example.org"])
    def test_invitations(self, named):
        parties.user(username="known")
        answers = []
        for name in ("known" if "@" not in named else "known@example.org", named):
            boss = Caller(parties.manager(parties.enterprise()))
            answers.append(boss.post("invitations/", {"named": name, "role": "applicant_operator"}))
        assert answers[0].status_code == 201
        assert alike(answers, beside=frozenset({"id", "named"}))

    def test_takeovers_of_codes(self):
        known, unknown = parties.enterprise().party.uscc, parties.make_uscc()
        asked = {"role": "applicant_manager", "reason": "负责人离职"}
        answers = [
            person(f"p{place}").post("takeovers/", {"uscc": code, **asked})
            for place, code in enumerate((known, unknown))
        ]
        assert answers[0].status_code == 201
        assert answers[0].json()["party_name"] == ""
        assert alike(answers, beside=frozenset({"id", "claimant_id", "claimant_username"}))

    def test_takeovers_of_teams(self):
        members = parties.people(1)
        parties.team(members=members)
        numbers = (members[0].id_number, parties.make_id_number())
        answers = [
            person(f"p{place}").post("teams/takeovers/", {"id_number": number, "reason": "负责人离职"})
            for place, number in enumerate(numbers)
        ]
        assert answers[0].status_code == 201
        assert alike(answers, beside=frozenset({"id"}))

    def test_a_refused_takeover(self):
        members = parties.people(1)
        parties.team(name="秘密团队", members=members)
        claimant = person("claimant")
        asked = claimant.post("teams/takeovers/", {"id_number": members[0].id_number, "reason": "负责人离职"})
        Caller(parties.staff()).post(f"takeovers/{asked.json()['id']}/refuse/", {"reason": "材料不全"})
        notify_claimant(event=Event.objects.get(type="takeover.refused"))
        (received,) = claimant.get("notifications/").json()["results"]
        assert {key: received[key] for key in ("kind", "body", "params", "party_id")} == {
            "kind": "takeover.refused",
            "body": "您的接管申请未获同意：材料不全",
            "params": {"reason": "材料不全"},
            "party_id": None,
        }

    def test_registrations_of_teams(self):
        members = parties.people(1)
        parties.team(members=members)
        statuses = []
        for number in (members[0].id_number, parties.make_id_number()):
            people = [{"name": "李示例", "id_number": number, "student": True}]
            body = {"name": "团队", "region": "beijing", "project_stage": "development", "industry": "health"}
            statuses.append(person(f"p{len(statuses)}").post("teams/", {**body, "members": people}).status_code)
        assert statuses == [201, 201]

    def test_members_that_verified_teams_add(self):
        members, mine = parties.people(1), parties.people(3)
        parties.team(members=members)
        answers, seen = [], []
        for person_added in (members[0], parties.people(1)[0]):
            row = parties.team(name="甲团队", members=mine)
            caller = Caller(parties.manager(row))
            people = [{"name": "李", "id_number": each.id_number, "student": True} for each in [*mine, person_added]]
            facts = {"region": "beijing", "project_stage": "development", "industry": "health"}
            body = {"name": "甲团队", **facts, "members": people, "version": 1}
            answers.append(caller.post(f"teams/{row.pk}/declare/", body))
            page = re.search("<main.*</main>", text(Visitor(parties.manager(row)).get("/profile/")), re.DOTALL)[0]
            events = [each["type"] for each in caller.get("events/").json()["results"]]
            seen.append((page, events))
            mine = parties.people(3)
        assert [each.status_code for each in answers] == [200, 200]
        assert [each["confirmed"] for each in answers[0].json()["members"]] == [True, True, True, False]
        assert seen[0] == seen[1]

    @pytest.mark.parametrize("ask", ["api", "page"])
    def test_sign_up(self, ask):
        parties.user(username="known")
        send: dict[str, Callable[[str], Any]] = {
            "api": lambda mail: APIClient().post("/api/v1/users/", {"email": mail}),
            "page": lambda mail: Client().post("/account/signup/", {"email": mail}),
        }
        confirmed = User.objects.get(username="known")
        confirmed.emailaddress_set.create(email=confirmed.email, verified=True, primary=True)
        first, second = (send[ask](mail) for mail in (confirmed.email, "new@example.org"))
        assert first.status_code == second.status_code == (202 if ask == "api" else 200)
        assert plain(first) == plain(second)
        assert sorted(Notification.objects.values_list("kind", flat=True)) == ["account.exists", "account.sign_up"]

    def test_a_name_is_chosen_with_the_link_alone(self):
        body = {"username": "known", "name": "李", "password": parties.PASSWORD, "email": "x@example.org"}
        assert APIClient().post("/api/v1/users/", body).status_code == 400
        assert (User.objects.count(), SignUp.objects.count()) == (0, 0)

    def test_the_page_of_takeovers_answers_alike(self):
        name = "示例有限公司"
        known, unknown = parties.enterprise(name=name).party.uscc, parties.make_uscc()
        asked = {"role": "applicant_manager", "reason": "负责人离职"}
        pages = []
        for code in (known, unknown):
            visitor = Visitor(parties.nobody_yet())
            assert visitor.post("/takeovers/request/", uscc=code, **asked).status_code == 303
            pages.append(text(visitor.get("/takeovers/request/")))
        assert [("待审核" in page, name in page) for page in pages] == [(True, False)] * 2

    def test_the_page_of_takeovers_of_teams_answers_alike(self):
        members = parties.people(1)
        group = parties.team(members=members)
        pages = []
        for number in (members[0].id_number, parties.make_id_number()):
            visitor = Visitor(parties.nobody_yet())
            sent = visitor.post("/teams/takeovers/request/", id_number=number, reason="负责人离职")
            assert (sent.status_code, sent.headers["Location"]) == (303, "/teams/takeovers/request/")
            pages.append(text(visitor.get("/teams/takeovers/request/")))
        assert [("待审核" in page, group.party.name in page) for page in pages] == [(True, False)] * 2
        assert sorted(Takeover.objects.values_list("party_id", flat=True), key=str) == [group.pk, None]

    def test_the_page_of_takeovers_of_teams_has_the_limits_of_the_api(self):
        visitor, caller = person("p1"), Visitor(parties.nobody_yet(User.objects.get(username="p1")))
        ask = {"reason": "负责人离职"}
        for _ in range(MOST_A_DAY):
            visitor.post("teams/takeovers/", {"id_number": parties.make_id_number(), **ask})
        answer = caller.post("/teams/takeovers/request/", id_number=parties.make_id_number(), **ask)
        assert (answer.status_code, codes(answer)) == (422, ["takeovers_today"])
        assert Takeover.objects.count() == MOST_A_DAY

    def test_the_page_of_takeovers_of_teams_names_a_wrong_number(self):
        answer = Visitor(parties.nobody_yet()).post("/teams/takeovers/request/", id_number="123", reason="离职")
        assert (answer.status_code, codes(answer)) == (422, ["id_number"])

    def test_the_page_of_invitations_answers_alike(self):
        parties.user(username="known")
        boss = parties.manager(parties.enterprise())
        answers = [
            Visitor(boss).post("/members/invite/", named=name, role="applicant_operator")
            for name in ("known", "stranger")
        ]
        assert [(each.status_code, each.headers["Location"]) for each in answers] == [(303, "/members/")] * 2
        again = Visitor(boss).post("/members/invite/", named="known", role="applicant_operator")
        assert (again.status_code, codes(again)) == (422, ["invitation_open"])


def plain(answer: Any) -> str:
    """Return the text of an answer without its form tokens."""
    return re.sub(r"[A-Za-z0-9]{64}", "", text(answer))
