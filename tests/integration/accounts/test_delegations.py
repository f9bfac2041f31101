"""Delegations in use: what the delegate gains, for how long, and that both persons count."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Delegation, Membership
from accounts.services import delegations
from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from core.values.errors import DomainError
from oversight.models import StageDecision
from oversight.selectors.stages import list_stage_lines
from payments.services.orders import approve_order
from redemptions.models import RedemptionBatch
from redemptions.services.batches import clear_batch
from redemptions.services.decisions import approve_batch
from tests.factories import batches as make
from tests.factories import delegations as give
from tests.factories import stages
from tests.factories.conflicts import declare, tied
from tests.factories.contracts import MONDAY, staff
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db


def refused(call, *codes):
    kinds = ["batch", "payment_order", "delegation"]
    before = Event.objects.filter(subject_kind__in=kinds).count()
    with pytest.raises(DomainError) as caught:
        call()
    found = [refusal.code for refusal in caught.value.refusals]
    assert (found, Event.objects.filter(subject_kind__in=kinds).count()) == (list(codes), before)


def approve(batch, who, *, principal=None, at=make.OVER):
    principal_id = None if principal is None else principal.user_id
    return approve_batch(batch_id=batch.pk, version=None, actor_id=who.user_id, principal_id=principal_id, at=at)


def test_who_acts_in_anothers_name_is_shown_with_that_name():
    principal, delegate = staff("approver"), staff("finance")
    give.accepted(principal, delegate)
    batch = make.publicised(make.redemption())
    assert approve(batch, delegate, principal=principal).state == "approved"
    row = StageDecision.objects.get(stage="approve")
    assert (row.actor_id, row.principal_id) == (delegate.user_id, principal.user_id)
    assert Event.objects.get(type="batch.approved").data["principal"] == principal.user_id
    line = list_stage_lines(subject_kind="batch", subject_id=batch.pk, amount=row.amount)[-1]
    assert (line.actor, line.principal) == (row.actor.name, row.principal.name)
    assert broken() == []


def test_without_a_delegation_nobody_acts_in_anothers_name_nor_without_a_role():
    batch = make.publicised(make.redemption())
    refused(lambda: approve(batch, staff("finance"), principal=staff("approver")), "delegation_not_in_force")
    refused(lambda: approve(batch, staff("finance")), "principal_required")


@pytest.mark.parametrize(
    "case", ["offered", "ended", "other_operation", "not_yet", "over", "principal_left", "other_principal"]
)
def test_a_delegation_holds_only_accepted_in_its_days_and_scope_and_while_the_principal_has_the_role(case):
    principal, delegate = staff("approver"), staff("finance")
    days = {
        "not_yet": {"from_on": date(2026, 3, 11), "until_on": date(2026, 3, 31)},
        "over": {"until_on": date(2026, 3, 9)},
    }.get(case, {})
    scope = ["batch.clear"] if case == "other_operation" else []
    make_it = give.offered if case == "offered" else give.accepted
    row = make_it(principal, delegate, *scope, **days)
    if case == "ended":
        delegations.end_delegation(delegation_id=row.pk, actor=principal, at=MONDAY)
    if case == "principal_left":
        Membership.objects.filter(user_id=principal.user_id).update(ended_at=MONDAY)
    named = staff("approver") if case == "other_principal" else principal
    batch = make.publicised(make.redemption())
    refused(lambda: approve(batch, delegate, principal=named), "delegation_not_in_force")


def test_it_holds_on_its_last_day():
    principal, delegate = staff("approver"), staff("finance")
    give.accepted(principal, delegate, until_on=date(2026, 3, 10))
    assert approve(make.publicised(make.redemption()), delegate, principal=principal).state == "approved"


def test_actor_and_principal_both_count_for_nobody_twice():
    principal, delegate, other = staff("approver"), staff("finance"), staff("approver")
    give.accepted(principal, delegate)
    give.accepted(other, delegate)
    batch = stages.batch()
    stages.sign_batch(
        batch_id=batch.pk,
        stage=stages.Stage.COUNTERSIGN,
        version=None,
        actor_id=delegate.user_id,
        principal_id=principal.user_id,
        at=make.OVER,
    )
    refused(lambda: approve(batch, principal), "same_person")
    refused(lambda: approve(batch, delegate, principal=other), "same_person")
    assert approve(batch, other).state == "approved"


def test_the_principal_who_prepared_an_order_or_cleared_a_batch_counts():
    principal, delegate = staff("approver"), staff("finance")
    give.accepted(principal, delegate)
    batch = make.summarised(make.redemption())
    clear = {"batch_id": batch.pk, "version": None, "at": MONDAY}
    clear_batch(**clear, actor_id=delegate.user_id, principal_id=principal.user_id)
    batch = make.batches.publish_batch(batch_id=batch.pk, actor_id=make.someone("case_officer"), at=MONDAY)
    refused(lambda: approve(batch, principal), "same_person")
    order = stages.order(preparer_id=delegate.user_id)
    who = {"actor_id": delegate.user_id, "principal_id": principal.user_id, "at": make.OVER}
    refused(lambda: approve_order(order_id=order.pk, **who), "same_person", "stage_missing")


@pytest.mark.parametrize("whose", ["actor", "principal"])
def test_a_tie_of_either_refuses(whose):
    principal, delegate = staff("approver"), staff("finance")
    give.accepted(principal, delegate)
    row = make.redemption()
    declare(delegate if whose == "actor" else principal, row.applicant)
    batch = make.publicised(row)
    refused(lambda: approve(batch, delegate, principal=principal), "conflict_of_interest")


def test_rights_by_a_delegation_are_not_passed_on():
    principal, delegate, third = staff("approver"), staff("finance"), staff("finance")
    give.accepted(principal, delegate)
    refused(lambda: give.offered(delegate, third, "batch.approve"), "delegation_operation")


def test_an_administrator_is_neither_principal_nor_delegate():
    refused(
        lambda: give.offered(staff("system_admin"), staff("finance"), "batch.clear"),
        "delegation_principal",
        "delegation_operation",
    )
    refused(lambda: give.offered(staff("approver"), staff("auditor")), "delegate_not_staff")


def test_only_the_delegate_answers_and_either_ends():
    principal, delegate = staff("approver"), staff("finance")
    row = give.offered(principal, delegate)
    act = {"delegation_id": row.pk, "at": MONDAY}
    refused(lambda: delegations.accept_delegation(**act, actor=principal), "not_found")
    refused(lambda: delegations.end_delegation(**act, actor=staff("approver")), "not_found")
    assert delegations.decline_delegation(**act, actor=delegate).state == "declined"
    refused(lambda: delegations.accept_delegation(**act, actor=delegate), "illegal_state")
    again = give.accepted(principal, delegate)
    assert delegations.end_delegation(delegation_id=again.pk, actor=delegate, at=MONDAY).state == "ended"


def test_an_offer_is_made_once_and_not_accepted_after_its_last_day():
    principal, delegate = staff("approver"), staff("finance")
    row = give.offered(principal, delegate)
    refused(lambda: give.offered(principal, delegate), "delegation_offered")
    late = {"delegation_id": row.pk, "actor": delegate, "at": MONDAY + timedelta(days=30)}
    refused(lambda: delegations.accept_delegation(**late), "delegation_over")


def test_the_terms_of_a_delegation_never_change():
    row = give.accepted(staff("approver"), staff("finance"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Delegation.objects.filter(pk=row.pk).update(until_on=date(2027, 1, 1))


def test_both_sides_are_notified():
    principal, delegate = staff("approver"), staff("finance")
    row = give.accepted(principal, delegate)
    delegations.end_delegation(delegation_id=row.pk, actor=principal, at=MONDAY)
    deliver_outbox(at=MONDAY, progress=lambda count: None)
    told = Notification.objects.filter(kind__startswith="delegation.").order_by("pk").values_list("kind", "user_id")
    assert sorted(told) == sorted(
        [
            ("delegation.offered", delegate.user_id),
            ("delegation.accepted", principal.user_id),
            ("delegation.ended", delegate.user_id),
        ]
    )


def found(says):
    return [ids for _, sentence, ids in broken() if says in sentence]


def test_the_proof_finds_an_act_in_a_name_that_was_not_delegated_or_had_no_role():
    principal, delegate = staff("approver"), staff("finance")
    row = give.accepted(principal, delegate)
    approve(make.publicised(make.redemption()), delegate, principal=principal)
    chain = StageDecision.objects.get(stage="approve").chain_id
    assert found("acted in another's name") == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        Delegation.objects.filter(pk=row.pk).update(operations=["batch.clear"])
        assert found("acted in another's name") == [(f"chain {chain}",)]
        Delegation.objects.filter(pk=row.pk).update(operations=["batch.approve"])
        Membership.objects.filter(user_id=principal.user_id).update(ended_at=MONDAY)
        cursor.execute("SET LOCAL session_replication_role = 'origin'")
    assert found("acted in another's name") == [(f"chain {chain}",)]


def test_the_proof_finds_a_principal_with_a_conflict():
    row = make.redemption()
    batch, own = make.publicised(row), tied("approver", row.applicant)
    make.approve(batch)
    event = Event.objects.get(type="batch.cleared")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        Event.objects.filter(pk=event.pk).update(data={"principal": own.user_id}, at=make.OVER)
        newest = Event.objects.latest("pk").pk
        Event.objects.filter(pk=event.pk).update(id=newest + 1)
        cursor.execute("SET LOCAL session_replication_role = 'origin'")
    assert (f"batch.cleared {batch.pk}",) in [ids for _, _, ids in broken()]
    assert RedemptionBatch.objects.get(pk=batch.pk).state == "approved"
