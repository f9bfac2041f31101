"""Names of people, firms and teams are stored as they are shown, by every service that takes one."""

import pytest

from accounts.models import Party, User
from accounts.selectors.users import search_users
from accounts.services.users import open_account
from applicants.services.teams import Person, register_team
from core.values.errors import DomainError
from tests.factories import contracts, parties
from tests.factories.api import Caller

pytestmark = pytest.mark.django_db

NOTHING = "\u200b\u3164"
ASKS = {
    "person": lambda name: open_account(
        username="sun", name=name, email="sun@example.org", password=parties.PASSWORD, at=parties.AT
    ),
    "enterprise": lambda name: parties.enterprise(name=name, verified=False),
    "team": lambda name: parties.team(name=name, verified=False),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize(("name", "code"), [(NOTHING, "name_not_visible"), ("甲\u202e乙", "name_direction")])
def test_a_name_that_deceives_is_refused(ask, name, code):
    with pytest.raises(DomainError, match=code):
        ask(name)
    assert (Party.objects.count(), User.objects.exclude(username__startswith="user").count()) == (0, 0)


def test_a_name_is_stored_without_what_nobody_sees():
    assert parties.enterprise(name="示例\u200b科技\ufeff", verified=False).party.name == "示例科技"


def test_a_name_whose_compared_form_is_too_long_is_refused_by_name():
    with pytest.raises(DomainError, match="name_too_long"):
        parties.enterprise(name="㈱" * 200, verified=False)


def test_a_members_name_is_refused_at_its_place():
    people = [*parties.people(1), Person(name="。。", id_number=parties.make_id_number(), student=True)]
    with pytest.raises(DomainError) as caught:
        register_team(name="团队", facts=parties.TEAM_FACTS, people=people, actor=parties.nobody_yet(), at=parties.AT)
    assert (caught.value.code, caught.value.field) == ("name_not_visible", "members[1].name")


@pytest.mark.parametrize("typed", ["WANG", "ｗａｎｇ", "wa\u200bng", " wang\ufeff"])
def test_a_user_is_found_by_the_name_in_any_form(typed):
    actor = parties.manager(parties.enterprise())
    User.objects.filter(pk=actor.user_id).update(username="wang")
    found = Caller(actor).get("members/", username=typed).json()["results"]
    assert [row["username"] for row in found] == ["wang"]
    admin = Caller(contracts.staff("system_admin"))
    assert [row["username"] for row in admin.get("accounts/", username=typed).json()["results"]] == ["wang"]
    assert [row.username for row in search_users(typed)] == ["wang"]


def test_a_user_name_that_shows_nothing_finds_nobody():
    admin = Caller(contracts.staff("system_admin"))
    assert admin.get("accounts/", username="\u200b").json()["results"] == []


def test_accounts_are_asked_for_by_true_or_false_only():
    admin = Caller(contracts.staff("system_admin"))
    answer = admin.get("accounts/", active="maybe")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "active")
    assert admin.get("accounts/", active="false").json()["results"] == []
