"""The proof finds acts of the authority in a conflict of interest that was recorded before the act."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from accounts.models import Membership, Party
from accounts.rules.roles import Consent, Role
from accounts.selectors import conflicts
from accounts.services.members import start_membership
from accounts.services.parties import verify_party
from accounts.services.registrations import request_evidence
from config.subscriptions import SUBSCRIPTIONS
from core.access.checks import cases
from core.values.actors import Actor
from proofs.selectors.conflicts import ACTS, ACTS_OF
from tests.concurrency.guards import replaced
from tests.factories import batches as make
from tests.factories.conflicts import declare, tied
from tests.factories.contracts import MONDAY, acting, invited, party, staff, user
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db

LEFT = datetime.fromisoformat("2023-03-02T23:59:59+08:00")


@pytest.fixture
def unasked() -> Iterator[None]:
    """No service finds a conflict."""
    with replaced(conflicts.list_conflicts, lambda _: lambda **_asked: ()):
        yield


def found() -> list[tuple[str, tuple[str, ...]]]:
    return [(code, ids) for code, _, ids in broken()]


def test_acts_are_events_that_there_are() -> None:
    assert set(ACTS) - set(SUBSCRIPTIONS) == set()


def test_every_operation_that_asks_for_a_conflict_has_its_acts() -> None:
    assert set(ACTS_OF) == set(cases())


@pytest.mark.usefixtures("unasked")
def test_a_request_for_evidence_is_found() -> None:
    firm = party(state="registered")
    officer = tied("case_officer", firm)
    request_evidence(party_id=firm.pk, actor=officer, at=MONDAY, reason="请补充")
    assert found() == [("I11", (f"party.evidence_requested {firm.pk}",))]


@pytest.mark.usefixtures("unasked")
def test_an_act_after_the_declaration_is_found() -> None:
    firm = party(state="registered")
    verify_party(party_id=firm.pk, actor=tied("case_officer", firm), at=MONDAY)
    assert found() == [("I11", (f"party.verified {firm.pk}",))]


def test_an_act_before_the_declaration_is_not_found() -> None:
    firm, officer = party(state="registered"), staff("case_officer")
    verify_party(party_id=firm.pk, actor=officer, at=MONDAY)
    declare(officer, firm)
    assert found() == []


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize("side", ["applicant", "unit"])
def test_acts_on_items_of_a_batch_and_on_payments_are_found(side: str) -> None:
    row = make.redemption()
    concerned = row.applicant if side == "applicant" else row.unit.party
    batch = make.summarised(row)
    make.batches.clear_batch(
        batch_id=batch.pk, version=None, actor_id=tied("deputy_officer", concerned).user_id, at=MONDAY
    )
    make.batches.publish_batch(batch_id=batch.pk, actor_id=make.someone("case_officer"), at=MONDAY)
    make.approve(batch, actor_id=tied("approver", concerned).user_id)
    [payment] = row.unit.party.payments.all()
    make.sent(payment)
    make.say(payment.pk, "成功", actor_id=tied("finance", concerned).user_id)
    ids = (f"batch.cleared {batch.pk}", f"payment.paid {payment.pk}", f"redemption.decided {row.pk}")
    assert found() == [("I11", ids)]


def former_member(of: Party) -> Actor:
    """A case officer who was a member of the party until LEFT."""
    person, role = user(), Role.UNIT_OPERATOR
    joined = {"user_id": person.pk, "by": person.pk, "consent": Consent.INVITED}
    invitation = invited(person, role, of=of, at=LEFT)
    row = start_membership(party_id=of.pk, role=role, at=LEFT, invitation_id=invitation.pk, **joined)
    Membership.objects.filter(pk=row.pk).update(ended_at=LEFT)
    return acting(Party.objects.get(kind="authority"), "case_officer", person=person)


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize(("at", "broken_by"), [("2026-03-02T23:59:59+08:00", 1), ("2026-03-03T00:00:00+08:00", 0)])
def test_a_membership_counts_until_three_years_after_its_end(at: str, broken_by: int) -> None:
    staff("auditor")
    firm = party(state="registered")
    verify_party(party_id=firm.pk, actor=former_member(firm), at=datetime.fromisoformat(at))
    assert len(found()) == broken_by
