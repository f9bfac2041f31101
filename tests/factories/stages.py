"""Batches and orders whose policy asks for a further stage above 60,000 yuan."""

from datetime import datetime
from decimal import Decimal

from core.database.transactions import write
from oversight.rules.stages import ORDER_STAGES, Stage, StageRule
from oversight.services.stages import begin_chain
from payments.models import PaymentOrder
from payments.services.orders import prepare_order
from redemptions.models import RedemptionBatch
from redemptions.services.signatures import sign_batch
from tests.factories import batches as make
from tests.factories import payee_accounts
from tests.factories.contracts import user
from tests.factories.rounds import policy, round_
from vouchers.models import Round

ALWAYS = "0.00"
COUNTERSIGN = {"stage": "countersign", "roles": ["approver", "finance"], "above": "60000.00"}
APPROVE = {"stage": "approve", "roles": ["approver"], "above": ALWAYS}
APPROVAL = {
    "batch": [
        {"stage": "clear", "roles": ["case_officer", "deputy_officer", "approver"], "above": ALWAYS},
        COUNTERSIGN,
        APPROVE,
    ],
    "payment_order": [COUNTERSIGN, APPROVE],
}


def strict_round() -> Round:
    """A round whose policy asks for a countersignature above 60,000 yuan, of a batch and of an order."""
    return round_(version=policy(approval=APPROVAL))


def batch(*amounts: str) -> RedemptionBatch:
    """A publicised batch of such a round, of redemptions of these amounts; by default 100,000 yuan in total."""
    in_round = strict_round()
    return make.publicised(*(make.redemption(each, in_round=in_round) for each in amounts or ("50000.00", "50000.00")))


def sign(row: RedemptionBatch, *, actor_id: int = 0, stage: str = "countersign") -> RedemptionBatch:
    """Countersign a batch at the first possible instant, by default as another approver."""
    actor_id = actor_id or make.someone(make.APPROVER)
    return sign_batch(batch_id=row.pk, stage=Stage(stage), version=None, actor_id=actor_id, at=make.OVER)


def order(*, preparer_id: int = 0) -> PaymentOrder:
    """A prepared order of 100,000 yuan whose policy asks for a countersignature."""
    row = batch()
    sign(row)
    make.approve(row)
    payments = [item.pk for item in _payments(row)]
    return prepare_order(payment_ids=payments, actor_id=preparer_id or make.someone(make.FINANCE), at=make.OVER)


def _payments(row: RedemptionBatch) -> list[make.Payment]:
    found = list(make.Payment.objects.filter(subject_id__in=row.redemptions.values("pk")).order_by("pk"))
    for each in found:
        payee_accounts.ready(each.payee_id)
    return found


@write
def ask_for_signature(kind: str, pk: int, *, at: datetime) -> None:
    """Begin a chain of a subject that always asks for a countersignature, by any of the roles that may sign."""
    roles = ("approver", "case_officer", "deputy_officer", "finance")
    rules = (StageRule(stage=Stage.COUNTERSIGN, roles=roles), *ORDER_STAGES)
    preparer = user().pk
    begin_chain(subject_kind=kind, subject_id=pk, rules=rules, amount=Decimal("1000.00"), preparer_id=preparer, at=at)
