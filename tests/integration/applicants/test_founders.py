"""Founders of an enterprise who are or were in a team, as named at its registration."""

import pytest

from accounts.services.parties import refuse_party
from applicants.models import Enterprise, Founder
from applicants.rules.persons import INDEX_KIND
from applicants.selectors.teams import STILL_IN, list_teams_of_persons, teams_of_founders
from core.models import Event
from core.personal_data.encryption import blind_index
from tests.factories import parties
from tests.factories.outcomes import refusal

pytestmark = pytest.mark.django_db


def test_founders_are_recorded_by_their_encrypted_numbers() -> None:
    [person] = parties.people(1)
    firm = parties.enterprise(founders=[person])
    row = Founder.objects.get(enterprise=firm)
    assert bytes(row.id_number_index) == blind_index(person.id_number, kind=INDEX_KIND)
    assert person.id_number.encode() not in bytes(row.id_number_encrypted)
    assert Event.objects.get(type="enterprise.registered").data["founders"] == 1


def test_every_invalid_founder_is_named_and_nothing_is_registered() -> None:
    [person] = parties.people(1)
    wrong = parties.Person(name="李示例", id_number="110101190001010001", student=False)
    with pytest.raises(Exception) as caught:
        parties.enterprise(founders=[person, wrong, person])
    assert [(each.code, each.field) for each in caught.value.refusals] == [
        ("id_number", "founders[1].id_number"),
        ("founder_twice", "founders[2].id_number"),
    ]
    assert not Enterprise.objects.exists()


def test_a_refused_registration_leaves_no_founders_behind() -> None:
    code, [stranger, own] = parties.make_uscc(), parties.people(2)
    squatted = parties.enterprise(code=code, founders=[stranger], verified=False)
    refuse_party(party_id=squatted.pk, reason="不符", actor=parties.staff(), at=parties.AT)
    firm = parties.enterprise(code=code, founders=[own])
    found = [bytes(row.id_number_index) for row in Founder.objects.filter(enterprise=firm)]
    assert found == [blind_index(own.id_number, kind=INDEX_KIND)]


def test_the_teams_of_founders_are_found_with_the_moment_they_left() -> None:
    people = parties.people(2)
    team, firm = parties.team(members=people), parties.enterprise(founders=people[:1])
    assert teams_of_founders(firm.pk) == [{team.pk: STILL_IN}]
    assert list_teams_of_persons(firm.pk) == [team.pk]
    assert list_teams_of_persons(parties.enterprise(founders=parties.people(1)).pk) == []


def test_a_name_that_shows_nothing_is_refused() -> None:
    [person] = parties.people(1)
    nameless = parties.Person(name="\u200b", id_number=person.id_number, student=False)
    assert refusal(parties.enterprise, founders=[nameless]) == ["name_not_visible"]
