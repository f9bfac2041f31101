"""Revoked coupons and recovered money: proposed, heard, decided by another person, repaid in instalments or written off."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from core.values.deadlines import beijing_day
from demonstration.days import Days
from demonstration.papers import pdf
from demonstration.people import APPROVER, FINANCE, OFFICER, SECOND_FINANCE, acting
from oversight.services.sanctions import decide_sanction, hear_sanction
from payments.rules.bank_answers import AnswerOutcome
from payments.rules.states import RecoveryState
from payments.selectors.payments import PaymentRow, find_payment
from payments.services import recoveries, repayments
from payments.services.manual_answers import confirm_answer, enter_answer
from redemptions.selectors.redemptions import search_redemptions
from redemptions.services.revocations import propose_revocation
from vouchers.models import Coupon

REVOKED = "支具耐久测试"
"""The title of the contract whose coupons are revoked before they are paid."""


def revoke(days: Days) -> None:
    """Revoke the coupons of a final redemption that is not paid yet."""
    officer = acting(OFFICER)
    row = search_redemptions(officer, text=REVOKED, on=beijing_day(days.now)).get()
    measure = propose_revocation(
        coupon_ids=list(Coupon.objects.filter(contract=row.contract_id).values_list("pk", flat=True)),
        against="applicant",
        reason="同一批样品的检测报告已在另一项目中使用（第十六条）",
        actor_id=officer.user_id,
        at=days.ago(4),
    )
    hear_sanction(sanction_id=measure.pk, statement="情况属实。", actor_id=officer.user_id, at=days.ago(2))
    decide_sanction(sanction_id=measure.pk, actor_id=acting(APPROVER).user_id, at=days.ago(1))


RETURNED = "电解液成分分析"
"""The title of the contract whose payment the bank returns after a recovery of it was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """A recovery of the payment of a contract, in yuan, and the state that it is taken to."""

    title: str
    amount: str
    until: RecoveryState
    count: int = 1
    repaid: str = ""


DEBTS: tuple[Debt, ...] = (
    Debt(title="储能电芯测试", amount="12000.00", until=RecoveryState.PARTLY_REPAID, count=3, repaid="4000.00"),
    Debt(title="储能电芯测试", amount="3000.00", until=RecoveryState.REPAID, repaid="3000.00"),
    Debt(title="储能电芯测试", amount="5000.00", until=RecoveryState.WRITTEN_OFF),
    Debt(title="储能电芯测试", amount="6000.00", until=RecoveryState.NOTIFIED, count=2),
    Debt(title="储能电芯测试", amount="1000.00", until=RecoveryState.DROPPED),
    Debt(title=RETURNED, amount="2500.00", until=RecoveryState.NOTIFIED),
    Debt(title="电解液成分分析", amount="2000.00", until=RecoveryState.HEARD),
    Debt(title="电解液成分分析", amount="1500.00", until=RecoveryState.PROPOSED),
)


def recover(days: Days) -> None:
    """Recover paid money, in every state that lasts; one repayment waits, one was refused, and a return was kept."""
    for debt in DEBTS:
        _recover(debt, days=days)
    _keep_return(days)


def _keep_return(days: Days) -> None:
    """Enter that the bank returned a payment: what is owed is kept as repayment, the rest is paid again."""
    answer = enter_answer(
        payment_id=_payment_of(RETURNED, days=days).pk,
        outcome=AnswerOutcome.RETURNED,
        said_on=beijing_day(days.ago(1)),
        reason="收款账户已销户",
        file=pdf("退汇通知.pdf", title="退汇通知"),
        actor_id=acting(FINANCE).user_id,
        at=days.ago(1),
    )
    second = acting(SECOND_FINANCE).user_id
    confirm_answer(answer_id=answer.pk, version=answer.version, actor_id=second, at=days.now)


def _payment_of(title: str, *, days: Days) -> PaymentRow:
    redemption = search_redemptions(acting(OFFICER), text=title, on=beijing_day(days.now)).get()
    payment = find_payment(subject_kind="redemption", subject_id=redemption.pk)
    if payment is None:
        raise LookupError(title)
    return payment


def _recover(debt: Debt, *, days: Days) -> None:
    officer = acting(OFFICER)
    row = recoveries.propose_recovery(
        payment_id=_payment_of(debt.title, days=days).pk,
        amount=Decimal(debt.amount),
        reason="抽查发现部分服务记录不实（第十六条）",
        actor_id=officer.user_id,
        at=days.ago(6),
    )
    if debt.until == RecoveryState.PROPOSED:
        return
    recoveries.hear_recovery(recovery_id=row.pk, statement="愿意归还。", actor_id=officer.user_id, at=days.ago(5))
    if debt.until != RecoveryState.HEARD:
        _decide(row.pk, debt, days=days)


def _decide(recovery_id: int, debt: Debt, *, days: Days) -> None:
    approver, at = acting(APPROVER).user_id, days.ago(4)
    if debt.until == RecoveryState.DROPPED:
        recoveries.drop_recovery(recovery_id=recovery_id, reason="服务记录已补齐", actor_id=approver, at=at)
        return
    recoveries.decide_recovery(
        recovery_id=recovery_id,
        first_due_on=beijing_day(at) + timedelta(days=30),
        count=debt.count,
        actor_id=approver,
        at=at,
    )
    recoveries.serve_recovery(recovery_id=recovery_id, at=at)
    if debt.repaid:
        _repay(recovery_id, debt, days=days)
    if debt.until == RecoveryState.WRITTEN_OFF:
        finance = acting(FINANCE).user_id
        repayments.propose_write_off(recovery_id=recovery_id, reason="企业已注销", actor_id=finance, at=days.ago(2))
        repayments.write_off_recovery(recovery_id=recovery_id, actor_id=approver, at=days.ago(1))


def _repay(recovery_id: int, debt: Debt, *, days: Days) -> None:
    second = acting(SECOND_FINANCE).user_id
    paid = _enter(recovery_id, debt.repaid, reference=f"HK-{recovery_id}-1", days=days)
    repayments.confirm_repayment(repayment_id=paid, actor_id=second, at=days.ago(2))
    if debt.until == RecoveryState.PARTLY_REPAID:
        wrong = _enter(recovery_id, "1.00", reference=f"HK-{recovery_id}-2", days=days)
        repayments.refuse_repayment(repayment_id=wrong, reason="回单金额不符", actor_id=second, at=days.ago(2))
        _enter(recovery_id, "1000.00", reference=f"HK-{recovery_id}-3", days=days)


def _enter(recovery_id: int, amount: str, *, reference: str, days: Days) -> int:
    made = repayments.enter_repayment(
        recovery_id=recovery_id,
        amount=Decimal(amount),
        paid_on=beijing_day(days.ago(3)),
        reference=reference,
        file=pdf("银行回单.pdf", title=f"银行回单 {reference}"),
        actor_id=acting(FINANCE).user_id,
        at=days.ago(3),
    )
    return int(made.pk)
