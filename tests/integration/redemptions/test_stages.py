"""A batch whose total asks for a further stage: who decides it, what is refused, what a refusal begins anew."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from core.values.errors import DomainError
from oversight.models import ApprovalChain, StageDecision
from oversight.rules.stages import Stage
from oversight.selectors.stages import list_stage_lines
from redemptions.models import RedemptionBatch
from redemptions.selectors.batches import NOTICE_OVER, TO_APPROVE, TO_SIGN, count_for
from redemptions.services import batches, decisions
from redemptions.services.batches import refuse_batch
from tests.factories import batches as make
from tests.factories import stages
from tests.factories.conflicts import tied
from tests.factories.contracts import MONDAY
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db


def refused(call, *codes):
    before = (Event.objects.filter(subject_kind__in=["batch", "payment_order"]).count(), StageDecision.objects.count())
    with pytest.raises(DomainError) as caught:
        call()
    assert [refusal.code for refusal in caught.value.refusals] == list(codes)
    assert (
        Event.objects.filter(subject_kind__in=["batch", "payment_order"]).count(),
        StageDecision.objects.count(),
    ) == before


def acts(batch):
    rows = StageDecision.objects.filter(chain=ApprovalChain.objects.latest("pk")).order_by("pk")
    return [(row.stage, row.actor_id, str(row.amount)) for row in rows]


def test_above_the_amount_a_batch_is_countersigned_by_another_and_then_approved():
    batch, signer, approver = stages.batch(), make.someone("finance"), make.someone("approver")
    stages.sign(batch, actor_id=signer)
    assert make.approve(batch, actor_id=approver).state == "approved"
    cleared = RedemptionBatch.objects.get(pk=batch.pk).cleared_by_id
    people = [batch.prepared_by_id, cleared, signer, approver]
    names = ["prepare", "clear", "countersign", "approve"]
    assert acts(batch) == [(name, pk, "100000.00") for name, pk in zip(names, people, strict=True)]
    assert Event.objects.get(type="batch.signed").data == {"stage": "countersign", "amount": "100000.00"}
    assert broken() == []


def test_at_the_amount_itself_nothing_more_is_needed():
    batch = stages.batch("50000.00", "10000.00")
    refused(lambda: stages.sign(batch), "stage_not_needed")
    assert make.approve(batch).state == "approved"


def test_without_the_stage_the_batch_is_not_approved_and_the_stage_is_named():
    batch = stages.batch()
    refused(lambda: make.approve(batch), "stage_missing")
    with pytest.raises(IntegrityError, match="may not be approved"), transaction.atomic():
        RedemptionBatch.objects.filter(pk=batch.pk).update(state="approved", approved_by=make.someone("approver"))


@pytest.mark.parametrize("who", ["prepared_by_id", "cleared_by_id"])
def test_who_acted_before_does_not_countersign(who):
    batch = RedemptionBatch.objects.get(pk=stages.batch().pk)
    refused(lambda: stages.sign(batch, actor_id=getattr(batch, who)), "same_person")


def test_who_countersigned_does_not_approve():
    batch, signer = stages.batch(), make.someone("approver")
    stages.sign(batch, actor_id=signer)
    refused(lambda: make.approve(batch, actor_id=signer), "same_person")
    refused(lambda: stages.sign(batch), "stage_decided")


def test_the_stage_belongs_to_the_roles_of_the_policy_and_waits_for_the_end_of_the_notice():
    batch = stages.batch()
    refused(lambda: stages.sign(batch, actor_id=make.someone("deputy_officer")), "stage_role")
    act = {"batch_id": batch.pk, "version": None, "actor_id": make.someone("finance"), "stage": Stage.COUNTERSIGN}
    refused(lambda: stages.sign_batch(**act, at=make.LAST_SECOND), "notice_running")
    refused(lambda: stages.sign_batch(**{**act, "version": 1}, at=make.OVER), "stale_version")


def test_a_conflict_about_one_item_refuses_the_stage():
    batch = stages.batch()
    own = batch.redemptions.first().applicant
    refused(lambda: stages.sign(batch, actor_id=tied("finance", own).user_id), "conflict_of_interest")


def test_approvers_who_swap_their_roles_midway_still_act_once():
    batch, one, other = stages.batch(), make.someone("approver"), make.someone("approver")
    stages.sign(batch, actor_id=one)
    refused(lambda: stages.sign(batch, actor_id=other), "stage_decided")
    refused(lambda: make.approve(batch, actor_id=one), "same_person")
    assert make.approve(batch, actor_id=other).state == "approved"


def test_a_refusal_begins_a_new_chain_with_all_its_stages():
    batch, signer = stages.batch(), make.someone("approver")
    stages.sign(batch, actor_id=signer)
    refuse_batch(batch_id=batch.pk, reason="再议", actor_id=make.someone("approver"), at=make.OVER)
    assert acts(batch) == [("prepare", batch.prepared_by_id, "100000.00")]
    make.publicise(batch)
    refused(lambda: make.approve(batch), "stage_missing")
    stages.sign(batch, actor_id=signer)
    assert make.approve(batch).state == "approved"


def test_the_same_person_twice_in_one_chain_is_refused_by_the_database_as_actor_and_as_principal():
    stages.batch()
    chain, first = ApprovalChain.objects.latest("pk"), StageDecision.objects.latest("pk").actor_id
    other = make.someone("approver")
    row = {"chain": chain, "stage": "countersign", "amount": 1, "at": MONDAY}
    for people in (
        {"actor_id": first},
        {"actor_id": other, "principal_id": first},
        {"actor_id": first, "principal_id": other},
    ):
        with pytest.raises(IntegrityError, match="stage_nobody_twice"), transaction.atomic():
            StageDecision.objects.create(**row, **people)


def test_a_decision_never_changes():
    stages.batch()
    for rows, changes in ((StageDecision.objects, {"amount": 1}), (ApprovalChain.objects, {"stages": []})):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.update(**changes)


def test_the_lists_say_which_stage_waits_for_whom():
    batch, finance, approver = stages.batch(), make.someone("finance"), make.someone("approver")

    def waiting(user_id):
        return [count_for(wanted, user_id=user_id, at=make.OVER) for wanted in (NOTICE_OVER, TO_SIGN, TO_APPROVE)]

    assert (waiting(finance), waiting(approver)) == ([1, 1, 0], [1, 1, 0])
    stages.sign(batch, actor_id=finance)
    assert (waiting(finance), waiting(approver)) == ([1, 0, 0], [1, 0, 1])


def test_the_page_lists_the_stages_with_who_decided():
    batch, signer = stages.batch(), make.someone("finance")
    stages.sign(batch, actor_id=signer)
    lines = list_stage_lines(subject_kind="batch", subject_id=batch.pk, amount=Decimal("100000.00"))
    assert [(line.stage, line.at is not None) for line in lines] == [
        ("clear", True),
        ("countersign", True),
        ("approve", False),
    ]


def test_the_people_of_the_next_stage_are_notified():
    batch, approver = stages.batch(), make.someone("approver")
    signer = make.someone("approver")
    stages.sign(batch, actor_id=signer)
    deliver_outbox(at=make.OVER, progress=lambda count: None)
    told = Notification.objects.filter(kind="batch.stage_waits")
    assert set(told.values_list("user_id", flat=True)) >= {approver}
    assert signer not in told.values_list("user_id", flat=True)
    assert told.first().params["stage"] == "approve"


def test_a_batch_of_the_usual_policy_has_the_usual_chain():
    batch = make.publicised(make.redemption())
    decisions.approve_batch(batch_id=batch.pk, version=None, actor_id=make.someone("approver"), at=make.OVER)
    assert [stage for stage, _actor, _amount in acts(batch)] == ["prepare", "clear", "approve"]
    assert batches.BATCH.name == ApprovalChain.objects.get().subject_kind
