"""The setup of an installation and of an open unit."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership, Party
from accounts.services.parties import verify_party
from tests.factories import parties
from tests.factories.api import Caller
from tests.factories.contracts import set_up_second_factor, staff, user
from tests.factories.registrations import send

pytestmark = pytest.mark.django_db

UNIT = {"name": "示例检测研究院", "uscc": "12110000XXXXXXX35G"}


def as_person(person) -> Caller:
    caller = Caller()
    caller.client.force_authenticate(person)
    return caller


def test_the_authority_is_founded_once_with_two_administrators(capsys):
    people = [user(), user()]
    names = [person.username for person in people]
    call_command("found_authority", "示例科技主管部门", *names)
    assert set(Membership.objects.values_list("user_id", "role")) == {(row.pk, "system_admin") for row in people}
    with pytest.raises(CommandError, match="已经建立"):
        call_command("found_authority", "另一部门", *names)
    assert Party.objects.filter(kind="authority").count() == 1


def test_an_unknown_account_founds_nothing():
    with pytest.raises(CommandError):
        call_command("found_authority", "示例科技主管部门", "nobody", user().username)
    with pytest.raises(CommandError, match="另一人"):
        call_command("found_authority", "示例科技主管部门", *[user().username] * 2)
    assert not Party.objects.filter(kind="authority").exists()


def test_an_organisation_registers_is_verified_and_entered_as_an_open_unit():
    founder = user()
    made = as_person(founder).post("organisations/", UNIT)
    assert (made.status_code, made.json()["state"]) == (201, "registered")
    set_up_second_factor(founder)
    assert send(as_person(founder), made.json()["id"]).status_code == 200
    officer = Caller(staff("case_officer"))
    assert officer.post(f"parties/{made.json()['id']}/verify/").json()["state"] == "verified"
    entered = officer.post("open-units/enter/", {"party": made.json()["id"], "category": "municipal"})
    assert (entered.status_code, entered.json()["state"]) == (201, "admitted")


def test_a_code_with_a_wrong_check_character_is_refused():
    answer = as_person(user()).post("organisations/", UNIT | {"uscc": "12110000XXXXXXX35H"})
    assert answer.json()["code"] == "uscc_check"
    assert not Party.objects.exists()


def test_registrations_of_a_code_compete_until_one_is_verified():
    answers = [as_person(user()).post("organisations/", UNIT) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    Party.objects.update(draft=False)
    verify_party(party_id=answers[1].json()["id"], actor=parties.staff(), at=parties.AT)
    late = as_person(user()).post("organisations/", UNIT)
    assert (late.status_code, late.json()["code"]) == (409, "party_exists")
