"""The proof that append-only tables are guarded (I9)."""

import pytest
from django.db import connection

from accounts.models import Interest, InterestCorrection, SecondFactorReset, Takeover
from core.database.triggers import append_only
from facilities.models import UnitApplication
from payments.models import KeptReturn
from proofs.selectors.guards import APPEND_ONLY
from tests.factories import contracts
from tests.factories.conflicts import declare
from tests.factories.handovers import confirmed
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db


def test_every_guard_that_is_switched_off_is_found():
    assert broken() == []
    with connection.cursor() as cursor:
        for table in {table for table, _ in APPEND_ONLY}:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    [(code, says, ids)] = [each for each in broken() if each[1].startswith("append-only tables")]
    assert (code, says) == ("I9", "append-only tables are guarded against change, deletion and truncation")
    assert ids == tuple(sorted(name for _, name in APPEND_ONLY)[:20])


def test_the_guards_are_those_that_the_models_declare():
    names = [trigger.name for trigger in append_only("kept_return")]
    assert [(KeptReturn._meta.db_table, name) for name in names] == [each for each in APPEND_ONLY if "kept" in each[1]]


def takeover():
    claimant = contracts.user()
    terms = {"party": contracts.party(), "named_index": b"x", "role": "unit_manager", "requested_at": contracts.MONDAY}
    return Takeover.objects.create(**terms, claimant=claimant), {"decided_by": claimant}


def reset():
    admin = contracts.user()
    row = SecondFactorReset.objects.create(user=contracts.user(), requested_by=admin, requested_at=contracts.MONDAY)
    return row, {"state": "confirmed", "decided_by": admin}


def correction():
    officer = contracts.staff("case_officer")
    declare(officer, contracts.party())
    interest = Interest.objects.get()
    terms = {"interest": interest, "reason": "x", "requested_by_id": officer.user_id, "requested_at": contracts.MONDAY}
    decided = {
        "state": "refused",
        "decided_by_id": officer.user_id,
        "decided_at": contracts.MONDAY,
        "decision_reason": "x",
    }
    return InterestCorrection.objects.create(**terms), decided


def substitution():
    row = confirmed(contracts.staff("finance"), "party.verify", contracts.party().pk)
    return row, {"decided_by": row.named_by_id}


def application():
    who = contracts.user()
    terms = {"party": contracts.party(), "category": "municipal", "contact_encrypted": b"x"}
    row = UnitApplication.objects.create(**terms, requested_by=who, requested_at=contracts.MONDAY)
    return row, {"state": "refused", "decided_by": who, "decided_at": contracts.MONDAY, "reason": "x"}


@pytest.mark.parametrize(
    ("make", "constraint", "named"),
    [
        (takeover, "takeover_decided_by_another", "takeover"),
        (reset, "second_factor_reset_by_two", "second factor reset"),
        (correction, "interest_correction_by_another", "interest correction"),
        (substitution, "substitution_three_persons", "substitution"),
        (application, "unit_application_answered_by_another", "unit application"),
    ],
)
def test_one_person_for_two_is_found_without_the_constraint(make, constraint, named):
    row, one_person = make()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {row._meta.db_table} DROP CONSTRAINT {constraint}")
    type(row).objects.filter(pk=row.pk).update(**one_person)
    assert [ids for _, says, ids in broken() if says.startswith("the approver is never")] == [(f"{named} {row.pk}",)]
