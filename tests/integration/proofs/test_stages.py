"""The proof finds chains with somebody twice or a stage missing, and approvals that their chain does not have."""

import pytest

from oversight.models import ApprovalChain, StageDecision
from payments.models import PaymentOrder
from redemptions.models import RedemptionBatch
from tests.concurrency.guards import without
from tests.factories import batches as make
from tests.factories import stages
from tests.factories.outcomes import broken, untriggered

pytestmark = pytest.mark.django_db


def found():
    return [ids for _, sentence, ids in broken() if "nobody is twice in one chain" in sentence]


def test_an_approval_without_its_further_stage_is_found():
    batch = stages.batch()
    stages.sign(batch)
    make.approve(batch)
    assert broken() == []
    chain = ApprovalChain.objects.get(subject_id=batch.pk)
    with untriggered():
        StageDecision.objects.get(chain=chain, stage="countersign").delete()
    assert found() == [(f"chain {chain.pk}",)]


@pytest.mark.django_db(transaction=True)
def test_somebody_who_is_twice_in_a_chain_is_found():
    batch = stages.batch()
    chain = ApprovalChain.objects.get(subject_id=batch.pk)
    again = {"stage": "countersign", "actor_id": batch.prepared_by_id, "amount": 1, "at": make.OVER}
    with without("stage_nobody_twice", emptied="oversight_stagedecision"):
        StageDecision.objects.create(chain=chain, **again)
        assert found() == [(f"chain {chain.pk}",)]


@pytest.mark.parametrize(("table", "kind"), [(RedemptionBatch, "batch"), (PaymentOrder, "payment_order")])
def test_an_approval_by_another_than_the_chain_says_is_found(table, kind):
    payment = make.payable()
    make.sent(payment)
    row = table.objects.latest("pk")
    other = make.someone("approver")
    with untriggered():
        table.objects.filter(pk=row.pk).update(approved_by=other)
    assert (f"{kind} {row.pk}",) in found()
