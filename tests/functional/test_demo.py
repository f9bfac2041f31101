"""The demonstration: created by services only, provable, and every account can sign in."""

import json
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Max
from rest_framework.test import APIClient

from accounts.models import User
from accounts.services.second_factor import code_at
from applicants.models import Enterprise, Team
from config.env import PROJECT
from core.models import Event, JobRun
from core.timekeeping.clock import real_now
from demonstration.people import ACCOUNTS, secret_of
from demonstration.roster import PEOPLE
from facilities.models import OpenUnit
from payments.models import KeptReturn, Payment
from proofs.services.proofs import prove
from redemptions.models import Redemption
from tests.machines import MACHINES, states_there, unshown_closings
from vouchers.models import Coupon, Movement, PolicyVersion, Round


@pytest.fixture(scope="module", autouse=True)
def demonstration(django_db_setup, django_db_blocker):
    """Loaded once for these tests, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo")
        yield
        transaction.set_rollback(True)


def printed(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def broken() -> list[str]:
    return [finding.says for finding in prove() if finding.broken]


def test_its_books_are_proven():
    assert broken() == []


def test_every_movement_of_money_is_told_by_an_event():
    assert Movement.objects.exists()
    assert set(Movement.objects.values_list("event_id", flat=True)) <= set(Event.objects.values_list("pk", flat=True))


NOT_REACHED = {
    "redemption": {
        "doubtful": "no service begins a visit or a defence yet",
    },
}
"""State machine → states that no service reaches yet, each with the reason."""
PASSED = {
    "recovery": {"decided": "the worker notifies the debtor at once"},
    "payment_order": dict.fromkeys(
        ("building", "sending", "cancelling"), "the worker finishes a step in chunks at once"
    ),
}
"""State machine → states in which nothing is left once the worker has run, each with the reason."""


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_something_is_in_every_state_of(machine):
    absent = {*NOT_REACHED.get(machine.name, {}), *PASSED.get(machine.name, {})}
    wanted = {str(state) for state in machine.states} - absent
    wanted -= unshown_closings(real_now()) if machine.name == "period_closing" else set()
    assert states_there(machine) == wanted


def test_an_absent_state_is_one_that_no_service_moves_to():
    code = "".join(file.read_text() for file in PROJECT.glob("*/services/*.py"))
    enumerations = {machine.name: type(machine.states[0]).__name__ for machine in MACHINES}
    named = [
        f"{enumerations[name]}.{state.upper()}"
        for name, states in NOT_REACHED.items()
        for state in states
        if f"target={enumerations[name]}.{state.upper()}" in code
    ]
    assert named == []


def test_a_return_was_kept_and_its_rest_is_paid_again():
    [kept] = KeptReturn.objects.all()
    assert (str(kept.kept), str(kept.rest)) == ("2500.00", "21500.00")
    assert Payment.objects.get(subject_kind="kept_return", subject_id=kept.pk).state == "pending"


def test_mails_are_left_to_the_worker():
    assert JobRun.objects.get(job="send_mails").state == "queued"


def test_redemptions_were_approved_reduced_and_rejected_and_objections_were_filed():
    decisions = Counter(Redemption.objects.exclude(decision="").values_list("decision", flat=True))
    assert set(decisions) == {"approve", "reduce", "reject"}


def test_there_are_some_forty_applicants_and_twelve_units():
    kinds = [Enterprise.objects.count(), Team.objects.count(), OpenUnit.objects.count()]
    assert kinds == [37, 6, 12]  # one of the enterprises was registered twice, by competitors


def test_nothing_is_above_the_cap():
    assert Coupon.objects.aggregate(most=Max("amount"))["most"] <= Decimal("50000.00")


def test_one_round_is_open_for_claims_and_the_unverified_policy_has_the_one_to_come():
    rounds = dict(Round.objects.filter(state__in=["open", "announced"]).values_list("policy_version__code", "state"))
    assert rounds == {"beijing-2023": "open", "beijing-compute-2026": "announced"}
    assert PolicyVersion.objects.get(code="beijing-compute-2026", state="in_force").params["unverified"] is True


@pytest.mark.parametrize("account", [each.username for each in ACCOUNTS])
def test_everybody_can_sign_in(account):
    data = {row["username"]: row for row in json.loads(printed("demo_accounts", "--json"))}[account]
    code = code_at(secret=data["secret"], moment=real_now()) if data["secret"] else ""
    body = {"username": account, "password": data["password"], "code": code}
    assert APIClient().post("/api/v1/tokens/", body, format="json").status_code == 201


def test_the_accounts_are_printed_with_the_code_of_this_moment():
    now = real_now()
    lines = printed("demo_accounts", "--address", "http://127.0.0.1:8000").splitlines()
    officer = next(line for line in lines if line.split()[0] == "officer")
    codes = [code_at(secret=secret_of("officer"), moment=each) for each in (now, now + timedelta(seconds=30))]
    assert officer.split()[1] in codes
    assert printed("otp", "officer").strip() in codes


def test_it_is_loaded_once():
    with pytest.raises(CommandError, match="--fresh"):
        call_command("load_demo")


@pytest.mark.parametrize("command", [("load_demo",), ("load_demo", "--fresh"), ("demo_accounts",), ("otp", "officer")])
def test_production_refuses_it(settings, command):
    settings.CLOCK_MOVABLE = False
    with pytest.raises(CommandError, match="production"):
        call_command(*command)


@pytest.fixture
def alone():
    """Close sessions that earlier tests left open in this worker's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_fresh_empties_everything_and_loads_it_again(alone):
    """The last of these tests: it leaves other rows behind."""
    first = User.objects.get(username="officer").pk
    call_command("load_demo", "--fresh")
    assert User.objects.count() == len(ACCOUNTS) + len(PEOPLE)
    assert User.objects.get(username="officer").pk > first
    assert broken() == []
