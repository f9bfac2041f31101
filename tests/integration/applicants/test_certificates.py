from datetime import date

import pytest

from applicants.models import Certificate
from applicants.services.certificates import bind_certificate, enter_certificate, revoke_certificate
from core.models import Event
from core.values.errors import DomainError
from tests.factories import parties

pytestmark = pytest.mark.django_db

GIVEN = {
    "kind": "tech_sme",
    "number": "2026110108A8000001",
    "valid_from": date(2026, 3, 1),
    "valid_until": None,
    "first_entry": None,
}


def enter(party_id: int, **changes: object) -> Certificate:
    return enter_certificate(party_id=party_id, **{**GIVEN, **changes}, actor=parties.staff(), at=parties.AT)


def refusal(action, **arguments) -> str:
    with pytest.raises(DomainError) as caught:
        action(**arguments)
    return caught.value.code


def test_entry_without_an_end_lasts_to_the_31st_of_march_after_its_year() -> None:
    row = enter(parties.enterprise().pk)
    assert (row.valid_until, row.first_entry) == (date(2027, 3, 31), date(2026, 3, 1))
    assert Event.objects.get(type="certificate.entered").party_id == row.party_id


def test_number_is_read_within_what_was_typed() -> None:
    row = enter(parties.enterprise().pk, kind="national_hnte", number="证书编号：gr2023 1100 1132。")
    assert (row.number, row.first_entry) == ("GR202311001132", None)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": "GR202311001132"}, "certificate_number"),
        ({"valid_until": date(2026, 2, 28)}, "certificate_days"),
        ({"first_entry": date(2026, 3, 2)}, "certificate_days"),
    ],
)
def test_wrong_certificate_writes_nothing(changes: dict, expected: str) -> None:
    party_id = parties.enterprise().pk
    assert refusal(enter, party_id=party_id, **changes) == expected
    assert Certificate.objects.count() == 0


def test_one_number_once_a_kind() -> None:
    enter(parties.enterprise().pk)
    assert refusal(enter, party_id=parties.enterprise().pk) == "certificate_number_taken"
    assert Certificate.objects.count() == 1


def test_team_holds_no_certificate() -> None:
    assert refusal(enter, party_id=parties.team().pk) == "not_found"


def test_revoked_once() -> None:
    row = enter(parties.enterprise().pk)
    arguments = {"certificate_id": row.pk, "reason": "撤销", "actor": parties.staff(), "at": parties.AT}
    revoke_certificate(**arguments, revoked_on=date(2026, 3, 2))
    assert refusal(revoke_certificate, **arguments, revoked_on=date(2026, 3, 3)) == "illegal_state"
    assert Certificate.objects.get().revoked_on == date(2026, 3, 2)


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2027, 4, 1)])
def test_revoked_only_within_its_days(day: date) -> None:
    row = enter(parties.enterprise().pk)
    code = refusal(
        revoke_certificate, certificate_id=row.pk, revoked_on=day, reason="撤销", actor=parties.staff(), at=parties.AT
    )
    assert (code, Certificate.objects.get().revoked_on) == ("certificate_days", None)


def test_bound_certificate_is_not_given_to_another() -> None:
    row, other = enter(parties.enterprise().pk), parties.enterprise()
    code = refusal(bind_certificate, certificate_id=row.pk, party_id=other.pk, actor=parties.staff(), at=parties.AT)
    assert code == "illegal_state"
    assert Certificate.objects.get().party_id == row.party_id
