"""The proofs of states (I8): one for each state machine."""

import re

import pytest
from django.db import connection

from config.env import PROJECT
from proofs.selectors.states import STATES
from tests.factories import delegations
from tests.factories.contracts import party, staff
from tests.factories.handovers import confirmed, handed_over
from tests.factories.outcomes import broken, untriggered


def test_every_state_machine_has_its_proof():
    machines = re.findall(r"^## (\w+)$", (PROJECT / "docs" / "states.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(proof.params["kind"] for proof in STATES) == sorted(machines)


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["DELETE FROM {table}", "UPDATE {table} SET state = '{state}'"])
@pytest.mark.parametrize(
    ("make", "table", "state"),
    [
        (lambda: confirmed(staff("finance"), "party.verify", party().pk), "accounts_substitution", "refused"),
        (lambda: delegations.accepted(staff("approver"), staff("finance")), "accounts_delegation", "declined"),
        (
            lambda: handed_over(staff("case_officer"), staff("case_officer"), "party.verify", party().pk),
            "accounts_handover",
            "done",
        ),
    ],
)
def test_who_acts_for_whom_is_proven_by_its_events(make, table, state, change):
    row = make()
    assert broken() == []
    with untriggered(), connection.cursor() as cursor:
        cursor.execute(change.format(table=table, state=state))
    assert [(code, set(ids)) for code, _, ids in broken()] == [("I8", {str(row.pk)})]
