"""The demonstration is whole and provable on any day: across a new year, and inside the months in which is paid."""

from datetime import UTC, datetime

import pytest

from core.jobs.runner import run_due_jobs
from demonstration.management.commands.load_demo import load
from proofs.services.proofs import prove
from tests.machines import MACHINES, states_there, unshown_closings

pytestmark = pytest.mark.django_db

DAYS = [datetime(2027, 1, 2, 16, 10, tzinfo=UTC), datetime(2027, 6, 15, 4, 0, tzinfo=UTC)]


@pytest.mark.parametrize("now", DAYS, ids=lambda now: f"{now:%m-%d}")
def test_it_is_whole_on_any_day(now):
    load(now=now, staff_only=False)
    run_due_jobs(at=now, left=["send_mails"])
    assert [finding.says for finding in prove() if finding.broken] == []
    assert {machine.name: len(states_there(machine)) for machine in MACHINES} == STATES | {
        "period_closing": 4 - len(unshown_closings(now))
    }


STATES = {machine.name: len(machine.states) for machine in MACHINES} | {
    "payment_order": 5,
    "recovery": 7,
    "redemption": 14,
}
"""State machine → number of its states that a service reaches and the worker leaves (test_demo)."""
