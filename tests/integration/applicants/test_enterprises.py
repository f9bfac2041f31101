from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Membership, Party, User
from accounts.services.parties import refuse_party, register_organisation, suspend_party
from applicants.models import Enterprise
from applicants.services.enterprises import register_enterprise, update_declaration
from core.models import Event
from core.values.errors import DomainError
from tests.factories import parties

pytestmark = pytest.mark.django_db


def refusal(action, **arguments) -> str:
    with pytest.raises(DomainError) as caught:
        action(**arguments, at=parties.AT)
    return caught.value.code


def declare(row: Enterprise, *, version: int = 1, **changes: object) -> Enterprise:
    return update_declaration(
        party_id=row.pk,
        facts=replace(parties.FACTS, **changes),
        version=version,
        actor=parties.manager(row),
        at=parties.AT,
    )


def test_enterprise_is_registered_with_its_facts() -> None:
    actor = parties.nobody_yet()
    row = parties.enterprise(actor=actor, verified=False)
    assert (row.party.state, row.annual_sales, row.version) == ("registered", Decimal("8600000.00"), 1)
    held = Membership.objects.get(party=row.party)
    assert (held.user_id, held.role) == (actor.user_id, "applicant_manager")
    assert Event.objects.get(type="enterprise.registered", subject_id=row.pk).data["annual_sales"] == "8600000.00"


def test_wrong_code_leaves_neither_party_nor_facts() -> None:
    code = refusal(
        register_enterprise, name="甲", uscc="91110108XXXXXXX19F", facts=parties.FACTS, actor=parties.nobody_yet()
    )
    assert (code, Party.objects.count(), Enterprise.objects.count()) == ("uscc_check", 0, 0)


def test_future_establishment_is_refused() -> None:
    facts = replace(parties.FACTS, established_on=date(2026, 3, 3))
    code = refusal(register_enterprise, name="甲", uscc=parties.make_uscc(), facts=facts, actor=parties.nobody_yet())
    assert (code, Party.objects.count()) == ("established_in_future", 0)


def test_established_today_by_beijing() -> None:
    assert parties.enterprise(established_on=date(2026, 3, 2)).established_on == date(2026, 3, 2)


def test_second_registration_of_a_live_enterprise_is_refused() -> None:
    row = parties.enterprise()
    code = refusal(register_enterprise, name="乙", uscc=row.party.uscc, facts=parties.FACTS, actor=parties.manager(row))
    assert (code, Enterprise.objects.get().version) == ("enterprise_exists", 1)


def test_open_unit_becomes_an_applicant_too() -> None:
    actor, code = parties.nobody_yet(), parties.make_uscc()
    unit = register_organisation(name="示例所", uscc=code, role="unit_manager", actor=actor, at=parties.AT)
    row = parties.enterprise(name="示例所", code=code, actor=actor, verified=False)
    assert (row.pk, Party.objects.filter(kind="organisation").count()) == (unit.pk, 1)


def test_refused_enterprise_registers_again_with_new_facts() -> None:
    actor = parties.nobody_yet()
    row = parties.enterprise(verified=False, actor=actor)
    refuse_party(party_id=row.pk, reason="执照不清", actor=parties.staff(), at=parties.AT)
    again = parties.enterprise(code=row.party.uscc, verified=False, staff=50, actor=actor)
    assert (again.pk, again.party.state, again.staff, again.version) == (row.pk, "registered", 50, 2)


def test_manager_of_a_verified_and_a_refused_registration_changes_no_founders() -> None:
    people, actor = parties.people(2), parties.nobody_yet()
    code = parties.make_uscc()
    refused = parties.enterprise(code=code, verified=False, actor=actor)
    refuse_party(party_id=refused.pk, reason="执照不清", actor=parties.staff(), at=parties.AT)
    firm = parties.enterprise(code=code, founders=people)
    parties.acting(firm.party, "applicant_manager", person=User.objects.get(pk=actor.user_id))
    again = {"name": "乙", "uscc": code, "facts": parties.FACTS, "actor": actor}
    assert (refusal(register_enterprise, **again), firm.founders.count()) == ("enterprise_exists", 2)


def test_declaration_tells_what_changed_from_what_to_what() -> None:
    row = parties.enterprise()
    assert declare(row, staff=43).version == 2
    event = Event.objects.get(type="enterprise.declared", subject_id=row.pk)
    assert event.data == {"version": 2, "changes": {"staff": [42, 43]}}


def test_stale_version_is_refused() -> None:
    row = parties.enterprise()
    declare(row, staff=43)
    assert refusal(lambda at: declare(row, staff=44)) == "stale_version"
    assert Enterprise.objects.get().staff == 43


def test_suspended_enterprise_declares_nothing() -> None:
    row = parties.enterprise()
    suspend_party(party_id=row.pk, reason="核查", actor=parties.staff(), at=parties.AT)
    assert refusal(lambda at: declare(row, staff=43)) == "illegal_state"
    assert Enterprise.objects.get().staff == 42


def test_another_partys_enterprise_is_not_found() -> None:
    row, other = parties.enterprise(), parties.enterprise()
    code = refusal(update_declaration, party_id=row.pk, facts=parties.FACTS, version=1, actor=parties.manager(other))
    assert (code, Enterprise.objects.get(pk=row.pk).version) == ("not_found", 1)
