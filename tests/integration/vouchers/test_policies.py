"""Policy versions: drafted by one person, approved by another, in force from their day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.models import Event
from core.values.errors import DomainError
from tests.factories.contracts import MONDAY, staff, user
from vouchers.models import PolicyVersion
from vouchers.policy_files import load_policy_file
from vouchers.rules.policies import to_dict
from vouchers.selectors.policies import list_policy_warnings
from vouchers.services.policies import approve_policy_version, draft_policy_version, enter_policies_into_force

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 3, 31, 16, 0, tzinfo=UTC)
"""The first instant of 1 April 2026 in Beijing."""


def draft(in_force_from, *, at=MONDAY, **changes):
    first = {"in_force_from": in_force_from.isoformat()}
    params = to_dict(load_policy_file("beijing-2023")) | {"code": "trial"} | first | changes
    return draft_policy_version(params=params, actor_id=user().pk, at=at)


def approve(row, *, actor_id=0, at=MONDAY, acknowledged=()):
    actor_id = actor_id or staff("approver").user_id
    return approve_policy_version(version_id=row.pk, acknowledged=acknowledged, actor_id=actor_id, at=at)


def states():
    return list(PolicyVersion.objects.filter(code="trial").order_by("number").values_list("state", flat=True))


def test_versions_of_a_scheme_are_numbered():
    assert [draft(date(2026, 4, 1)).number for _ in range(3)] == [1, 2, 3]


def test_who_drafted_a_version_does_not_approve_it():
    row = draft(date(2026, 1, 1))
    before = Event.objects.count()
    with pytest.raises(DomainError, match="same_person"):
        approve(row, actor_id=row.drafted_by_id)
    assert (states(), Event.objects.count()) == (["draft"], before)


def test_a_version_whose_day_has_come_takes_the_place_of_the_one_before():
    for _ in range(2):
        approve(draft(date(2026, 3, 2)))
    assert states() == ["superseded", "in_force"]


@pytest.mark.parametrize(
    ("at", "entered", "state"),
    [
        (FIRST - timedelta(microseconds=1), 0, "approved"),
        (FIRST, 1, "in_force"),
        (FIRST + timedelta(days=1), 1, "in_force"),
    ],
)
def test_an_approved_version_enters_into_force_on_its_day(at, entered, state):
    approve(draft(date(2026, 4, 1)))
    assert (enter_policies_into_force(at=at), states()) == (entered, [state])


def test_of_several_that_are_due_the_one_of_the_latest_day_stays_in_force():
    approve(draft(date(2026, 4, 1)))
    approve(draft(date(2026, 3, 20)))
    assert (enter_policies_into_force(at=FIRST), states()) == (2, ["in_force", "superseded"])


def test_a_version_is_approved_once():
    row = approve(draft(date(2026, 4, 1)))
    with pytest.raises(DomainError, match="illegal_state"):
        approve(row)


def test_a_draft_that_would_replace_a_newer_version_is_refused():
    approve(draft(date(2026, 3, 2)))
    with pytest.raises(DomainError) as caught:
        draft(date(2026, 3, 1))
    assert [each.code for each in caught.value.refusals] == ["policy_invalid", "policy_older_than_current"]
    assert states() == ["in_force"]


def test_a_draft_is_not_approved_once_a_newer_version_is_in_force():
    older, newer, approver = draft(date(2026, 3, 1)), draft(date(2026, 3, 2)), staff("approver").user_id
    approve(newer)
    before = Event.objects.count()
    with pytest.raises(DomainError, match="policy_older_than_current"):
        approve(older, actor_id=approver)
    assert (states(), Event.objects.count()) == (["draft", "in_force"], before)


def test_versions_due_earlier_enter_first_when_a_newer_one_is_approved_late():
    approve(draft(date(2026, 3, 20)))
    approve(draft(date(2026, 4, 1)), at=FIRST)
    assert states() == ["superseded", "in_force"]


def test_an_approval_without_its_acknowledgements_writes_nothing():
    row, approver = draft(date(2026, 4, 1), unverified=True), staff("approver").user_id
    before = Event.objects.count()
    with pytest.raises(DomainError, match="policy_not_acknowledged, policy_unverified"):
        approve(row, actor_id=approver)
    assert (states(), Event.objects.count()) == (["draft"], before)
    approve(row, acknowledged=["policy_unverified"])
    assert Event.objects.get(type="policy.approved").data["acknowledged"] == ["policy_unverified"]


def test_an_amount_is_compared_with_the_version_in_force():
    approve(draft(date(2026, 3, 2)))
    row = draft(date(2026, 4, 1), coupon_cap="5000.00")
    assert [each.code for each in list_policy_warnings(row)] == ["policy_amount_tenfold"]
