from datetime import date, timedelta

import pytest

from core.models import Event
from core.values.errors import DomainError
from facilities.models import OpenUnit
from facilities.selectors.units import public_units, visible_units
from facilities.services import units
from tests.factories.contracts import MONDAY, acting, party, staff, unit, user

pytestmark = pytest.mark.django_db


def enter(**changes):
    values = {
        "category": "in_beijing",
        "introduction": "",
        "third_party_tester": False,
        "actor_id": user().pk,
        "at": MONDAY,
    }
    return units.enter_unit(**{**values, "party_id": party().pk, **changes})


def step(service, row, at=MONDAY, **more):
    return service(unit_id=row.pk, reason="符合条件", actor_id=user().pk, at=at, **more)


def publicised():
    row = enter()
    for service in (units.begin_unit_review, units.decide_unit, units.publicise_unit):
        step(service, row)
    return row


def told(row):
    return list(Event.objects.filter(subject_kind="open_unit", subject_id=row.pk).values_list("type", flat=True))


def test_a_municipal_unit_is_admitted_at_once():
    row = enter(category="municipal")
    assert (row.state, row.admitted_on) == ("admitted", date(2026, 3, 2))
    assert told(row) == ["open_unit.entered"]


def test_another_unit_is_admitted_after_five_working_days_of_publicity():
    row = publicised()
    assert OpenUnit.objects.get().publicity_ends == date(2026, 3, 9)
    admitted = step(units.admit_unit, row, at=MONDAY + timedelta(days=8))
    assert (admitted.state, admitted.admitted_on) == ("admitted", date(2026, 3, 10))
    assert told(row)[-2:] == ["open_unit.publicised", "open_unit.admitted"]


def test_a_unit_is_not_admitted_on_the_last_day_of_its_publicity():
    row = publicised()
    with pytest.raises(DomainError, match="publicity_running"):
        step(units.admit_unit, row, at=MONDAY + timedelta(days=7))
    assert OpenUnit.objects.get().state == "publicised"


@pytest.mark.parametrize("state", ["registered", "suspended", "refused"])
def test_only_a_verified_party_becomes_a_unit(state):
    row = party(state="verified" if state == "suspended" else state)
    type(row).objects.filter(pk=row.pk).update(state=state)
    with pytest.raises(DomainError, match="unit_party"):
        enter(party_id=row.pk)
    assert not OpenUnit.objects.exists()


def test_a_team_is_no_unit():
    with pytest.raises(DomainError, match="unit_party"):
        enter(party_id=party(kind="team").pk)


def test_a_party_is_one_unit():
    row = enter()
    with pytest.raises(DomainError, match="unit_known"):
        enter(party_id=row.pk)


def test_an_unknown_party_is_no_unit():
    with pytest.raises(DomainError, match="not_found"):
        enter(party_id=10**9)


def test_an_application_is_refused_with_reasons():
    row = step(units.begin_unit_review, enter())
    with pytest.raises(DomainError, match="reason_missing"):
        units.refuse_unit(unit_id=row.pk, reason=" ", actor_id=user().pk, at=MONDAY)
    assert step(units.refuse_unit, row).decision_reason == "符合条件"


def test_steps_go_in_order():
    row = enter()
    with pytest.raises(DomainError, match="illegal_state"):
        step(units.publicise_unit, row)
    assert OpenUnit.objects.get().state == "applied"
    assert told(row) == ["open_unit.applied"]


@pytest.mark.parametrize(("leaves_on", "allowed"), [("2026-04-01", False), ("2026-04-02", True), ("2026-04-03", True)])
def test_an_exit_needs_a_month(leaves_on, allowed):
    row = unit()
    if allowed:
        step(units.announce_exit, row, leaves_on=date.fromisoformat(leaves_on))
    else:
        with pytest.raises(DomainError, match="exit_notice"):
            step(units.announce_exit, row, leaves_on=date.fromisoformat(leaves_on))
    assert OpenUnit.objects.get().state == ("exiting" if allowed else "admitted")


@pytest.mark.parametrize(("days", "state"), [(30, "exiting"), (31, "exited"), (60, "exited")])
def test_a_unit_has_left_on_its_day(days, state):
    row = unit()
    step(units.announce_exit, row, leaves_on=date(2026, 4, 2))
    counts = []
    result = units.finish_exits(at=MONDAY + timedelta(days=days), progress=counts.append)
    assert OpenUnit.objects.get().state == state
    assert (result, counts) == (({"exited": 1}, [1]) if state == "exited" else ({"exited": 0}, []))


def test_noting_an_exit_twice_tells_it_once():
    row = unit()
    step(units.announce_exit, row, leaves_on=date(2026, 4, 2))
    for _ in range(2):
        units.finish_exits(at=MONDAY + timedelta(days=40), progress=lambda n: None)
    assert told(row).count("open_unit.exited") == 1


@pytest.mark.parametrize("leaving", [False, True])
def test_a_unit_is_struck_off(leaving):
    row = unit()
    if leaving:
        step(units.announce_exit, row, leaves_on=date(2026, 4, 2))
    assert step(units.strike_off_unit, row).state == "struck_off"
    assert told(row)[-1] == "open_unit.struck_off"


def test_everybody_sees_admitted_units_only():
    admitted, applied = unit(), unit(category="in_beijing")
    assert [row.pk for row in public_units()] == [admitted.pk]
    assert {row.pk for row in visible_units(staff("case_officer"))} == {admitted.pk, applied.pk}
    assert [row.pk for row in visible_units(acting(applied.party, "unit_manager"))] == [applied.pk]
