"""Declared interests: who declares, what is found, how they end, the reminder of January."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, ProgrammingError

from accounts.models import Interest
from accounts.selectors.interests import visible_interests
from accounts.services.interests import end_interest, remind_of_interests
from core.models import Event, Notification
from tests.factories.conflicts import declare
from tests.factories.contracts import MONDAY, party, staff
from tests.factories.outcomes import refusal

pytestmark = pytest.mark.django_db


def test_a_declaration_is_recorded_with_the_party_that_is_registered() -> None:
    officer, lab = staff("case_officer"), party(name="示例研究院")
    row = declare(officer, lab, party_name=" 示例研究院 ", note=" 配偶任职 ")
    assert (row.party_id, row.party_name, row.note, row.until) == (lab.pk, "示例研究院", "配偶任职", None)
    told = Event.objects.get(type="interest.declared")
    assert (told.actor_id, told.party_id, told.data) == (
        officer.user_id,
        None,
        {"party": "示例研究院", "relation": "spouse"},
    )


def test_a_party_that_is_not_registered_is_declared_by_its_code() -> None:
    row = declare(staff("expert"), party(), party_name="", uscc=" 91110108xxxxxxx19e ")
    assert (row.party_id, row.uscc, row.party_name) == (None, "91110108XXXXXXX19E", "")


def test_a_name_of_two_parties_is_declared_about_both() -> None:
    party(name="同名公司")
    assert declare(staff("finance"), party(name="同名公司")).party_id is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"party_name": "　"}, "required"),
        ({"party_name": "甲\u202e乙"}, "name_direction"),
        ({"uscc": "123"}, "uscc_shape"),
        ({"uscc": "91110108XXXXXXX19F"}, "uscc_check"),
        ({"since": date(2026, 1, 2), "until": date(2026, 1, 1)}, "interest_days"),
    ],
)
def test_a_declaration_that_says_nothing_is_refused(changes: dict[str, object], code: str) -> None:
    assert refusal(declare, staff("case_officer"), party(), **changes) == [code]
    assert not Interest.objects.exists()


def test_an_interest_ends_today_and_once() -> None:
    officer = staff("case_officer")
    row = declare(officer, party())
    ended = end_interest(interest_id=row.pk, actor=officer, at=MONDAY)
    assert (ended.until, ended.ended_at) == (date(2026, 3, 2), MONDAY)
    assert refusal(end_interest, interest_id=row.pk, actor=officer, at=MONDAY) == ["illegal_state"]
    assert Event.objects.filter(type="interest.ended").count() == 1


def test_an_interest_that_begins_later_ends_with_its_first_day() -> None:
    officer = staff("case_officer")
    row = declare(officer, party(), since=date(2026, 6, 1))
    assert end_interest(interest_id=row.pk, actor=officer, at=MONDAY).until == date(2026, 6, 1)


def test_anothers_interest_is_not_found() -> None:
    row = declare(staff("case_officer"), party())
    assert refusal(end_interest, interest_id=row.pk, actor=staff("case_officer"), at=MONDAY) == ["not_found"]


def test_a_person_sees_the_own_ones_and_an_auditor_all() -> None:
    officer = staff("case_officer")
    rows = [declare(officer, party()), declare(staff("expert"), party())]
    assert list(visible_interests(officer)) == rows[:1]
    assert set(visible_interests(staff("auditor"))) == set(rows)
    assert not visible_interests(staff("system_admin")).exists()


@pytest.mark.parametrize(
    "change", [{"relation": "other"}, {"since": date(2021, 1, 1)}, {"until": date(2026, 3, 2)}, {"uscc": "X"}]
)
def test_the_database_lets_an_interest_only_end(change: dict[str, object]) -> None:
    row = declare(staff("case_officer"), party())
    with pytest.raises(IntegrityError, match="only ends"), transaction.atomic():
        Interest.objects.filter(pk=row.pk).update(**change)
    Interest.objects.filter(pk=row.pk).update(until=date(2026, 3, 2), ended_at=MONDAY)
    with pytest.raises(IntegrityError, match="only ends"), transaction.atomic():
        Interest.objects.filter(pk=row.pk).update(until=date(2020, 3, 2), ended_at=MONDAY)


def test_the_database_keeps_an_interest() -> None:
    row = declare(staff("case_officer"), party())
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        row.delete()


@pytest.mark.parametrize(
    ("at", "reminded"),
    [
        (datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC), 0),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), 2),
        (datetime(2026, 1, 31, 15, 59, 59, tzinfo=UTC), 2),
        (datetime(2026, 1, 31, 16, 0, tzinfo=UTC), 0),
    ],
)
def test_staff_and_experts_are_reminded_in_january(at: datetime, reminded: int) -> None:
    staff("case_officer"), staff("expert")
    assert remind_of_interests(at=at, progress=lambda count: None) == {"reminded": reminded}
    assert Notification.objects.filter(kind="interest.reminder").count() == reminded


def test_the_reminder_comes_once_a_year() -> None:
    staff("approver")
    for year in (2026, 2026, 2027):
        remind_of_interests(at=datetime(year, 1, 10, tzinfo=UTC), progress=lambda count: None)
    assert Notification.objects.filter(kind="interest.reminder").count() == 2
