"""Accepted redemptions and their batches, step by step, by different users."""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal

from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.values.money import share_of
from core.values.tables import Sheet
from oversight.models import NoticeItem, Objection
from oversight.rules.states import ObjectionState
from oversight.services.objections import decide_objection, file_objection, investigate_objection
from payments.models import Payment, PaymentAttempt
from payments.rules.answer_reading import read_answer_file
from payments.rules.bank_answers import ANSWER_FORMATS
from payments.services.bank_answers import AnswerFile, import_answer
from payments.services.orders import approve_order, prepare_order
from payments.services.sending import export_order
from redemptions.models import Redemption, RedemptionBatch
from redemptions.rules.states import REDEMPTION
from redemptions.services import batches, decisions
from tests.factories import payee_accounts
from tests.factories.contracts import MONDAY, staff
from tests.factories.redemptions import contract
from vouchers.models import Coupon, Round, ServiceContract
from vouchers.services.coupon_transitions import move_coupons

HALF = Decimal("0.5")
LAST_SECOND = datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC)
"""The last second of a notice published on MONDAY: 2026-03-09, five working days later."""
OVER = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
"""The first instant after NOTICE_ENDS."""
OFFICER, DEPUTY, APPROVER, FINANCE = "case_officer", "deputy_officer", "approver", "finance"


def redemption(*amounts: str, actual: str = "", in_round: Round | None = None, at: datetime = MONDAY) -> Redemption:
    """An accepted redemption of coupons of these amounts; the actual amount is by default that of the contract, twice
    their sum. It has no evidence: a batch does not check it."""
    row = contract(*amounts, in_round=in_round, recorded=False)
    return _redeem(row, actual=Decimal(actual) if actual else row.amount, at=at)


@write
def _redeem(contract: ServiceContract, *, actual: Decimal, at: datetime) -> Redemption:
    limit = share_of(amount=actual, share=HALF)
    row = Redemption.objects.create(
        contract=contract,
        applicant_id=contract.applicant_id,
        unit_id=contract.unit_id,
        actual_amount=actual,
        payable_limit=limit,
        payable=min(limit, contract.coupon_total),
        created_at=at,
        calendar_version="1",
    )
    record_beginning(row, machine=REDEMPTION, event="redemption.drafted", at=at, actor_id=None)
    move([row], machine=REDEMPTION, target="submitted", at=at, actor_id=None)
    move([row], machine=REDEMPTION, target="accepted", at=at, actor_id=None)
    coupons = list(Coupon.objects.filter(contract=contract).order_by("pk"))
    move_coupons(coupons=coupons, target="in_redemption", at=at, actor_id=None)
    return row


def someone(role: str) -> int:
    """Return a new staff user with a role."""
    return staff(role).user_id


def decide(row: Redemption, decision: str = "approve", *, amount: str = "", actor_id: int = 0) -> Redemption:
    """Decide as an officer, with reason and fault if needed."""
    return decisions.decide_redemption(
        redemption_id=row.pk,
        decision=decision,
        amount=Decimal(amount) if amount else None,
        reason="" if decision == "approve" else "服务记录与发票不符",
        fault="" if decision == "approve" else "unit",
        version=None,
        actor_id=actor_id or someone(OFFICER),
        at=MONDAY,
    )


def reviewing(*rows: Redemption) -> RedemptionBatch:
    """A batch under review with these redemptions."""
    officer = someone(OFFICER)
    batch = batches.create_batch(title="2026年第一批", actor_id=officer, at=MONDAY)
    ids = [row.pk for row in rows]
    batches.collect_redemptions(batch_id=batch.pk, redemption_ids=ids, actor_id=officer, at=MONDAY)
    return batches.begin_review(batch_id=batch.pk, actor_id=officer, at=MONDAY)


def summarised(*rows: Redemption) -> RedemptionBatch:
    """A summarised batch of these redemptions; the undecided ones are approved."""
    batch = reviewing(*rows)
    for row in Redemption.objects.filter(batch=batch, state="under_review").order_by("pk"):
        decide(row)
    return batches.summarise_batch(batch_id=batch.pk, actor_id=batch.prepared_by_id, at=MONDAY)


def publicise(batch: RedemptionBatch, *, at: datetime = MONDAY) -> RedemptionBatch:
    """Clear and publicise a summarised batch."""
    batches.clear_batch(batch_id=batch.pk, version=None, actor_id=someone(DEPUTY), at=at)
    return batches.publish_batch(batch_id=batch.pk, actor_id=someone(OFFICER), at=at)


def publicised(*rows: Redemption, at: datetime = MONDAY) -> RedemptionBatch:
    """A publicised batch of these redemptions, by default since Monday."""
    return publicise(summarised(*rows), at=at)


def publicised_with(row: Redemption, decision: str, *, amount: str = "") -> RedemptionBatch:
    """A publicised batch of one redemption with this decision."""
    batch = reviewing(row)
    decide(row, decision, amount=amount)
    batches.summarise_batch(batch_id=batch.pk, actor_id=batch.prepared_by_id, at=MONDAY)
    return publicise(batch)


def approve(batch: RedemptionBatch, *, at: datetime = OVER, actor_id: int = 0) -> RedemptionBatch:
    """Approve a batch, by default at the first possible instant."""
    actor_id = actor_id or someone(APPROVER)
    return decisions.approve_batch(batch_id=batch.pk, version=None, actor_id=actor_id, at=at)


def payable(*amounts: str, in_round: Round | None = None, at: datetime = OVER) -> Payment:
    """The pending payment of an approved redemption, to a payee with a checked account."""
    row = redemption(*amounts, in_round=in_round)
    approve(publicised(row), at=at)
    payment = Payment.objects.get(subject_id=row.pk)
    payee_accounts.ready(payment.payee_id)
    return payment


def sent(*payments: Payment, at: datetime = OVER) -> int:
    """A sent order of these payments, to payees with a checked account."""
    for payee_id in {each.payee_id for each in payments}:
        payee_accounts.ready(payee_id)
    order = prepare_order(payment_ids=[each.pk for each in payments], actor_id=someone(FINANCE), at=at)
    approve_order(order_id=order.pk, actor_id=someone(APPROVER), at=at)
    return export_order(order_id=order.pk, actor_id=someone(FINANCE), at=at).pk


def pay(payment: Payment, *, at: datetime = OVER) -> Payment:
    """A payment ordered, sent and paid."""
    sent(payment, at=at)
    return say(payment.pk, "成功", at=at)


def say(payment_id: int, said: str, *, reason: str = "", actor_id: int = 0, at: datetime = OVER) -> Payment:
    """A payment after the bank's answer to its order was imported, with one line about it."""
    attempt = PaymentAttempt.objects.select_related("payment").filter(payment=payment_id).latest("ordinal")
    file = answer_file((attempt.number, attempt.amount, said, reason))
    import_answer(file=file, order_id=attempt.order_id, actor_id=actor_id or someone(FINANCE), at=at)
    return Payment.objects.get(pk=payment_id)


def answer_file(*lines: tuple[str, Decimal, str, str]) -> AnswerFile:
    """A read answer of the bank with lines (number, yuan, outcome, reason); no child process reads it."""
    rows = [("流水号", "金额", "处理状态", "失败原因"), *((n, f"{amount:.2f}", *rest) for n, amount, *rest in lines)]
    content = "\n".join(",".join(row) for row in rows).encode()
    sheet = Sheet(name="", is_hidden=False, rows=[(at, list(row)) for at, row in enumerate(rows, start=1)])
    digest, read = hashlib.sha256(content).hexdigest(), read_answer_file([sheet], format_code="table")
    return AnswerFile(format=ANSWER_FORMATS["table"], name="回盘.csv", content=content, sha256=digest, lines=read)


def item_of(row: Redemption) -> NoticeItem:
    """The newest notice item of a redemption."""
    return NoticeItem.objects.filter(subject_kind="redemption", subject_id=row.pk).latest("pk")


def objection(row: Redemption, *, at: datetime = LAST_SECOND, objector: str = "王小明") -> Objection:
    """File an objection to a redemption."""
    item = item_of(row)
    return file_objection(
        notice_id=item.notice_id,
        item_id=item.pk,
        objector=objector,
        contact="13800000000",
        text="该项目与公示内容不符",
        at=at,
    )


def settle_objection(row: Objection, outcome: ObjectionState) -> None:
    """Investigate and decide an objection at the end of the notice."""
    officer, approver = someone("case_officer"), someone(APPROVER)
    investigate_objection(objection_id=row.pk, findings="已核查", actor_id=officer, at=OVER)
    decide_objection(objection_id=row.pk, outcome=outcome, reason="核查结论", actor_id=approver, at=OVER)
