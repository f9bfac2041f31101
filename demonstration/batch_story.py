"""One batch of redemptions, from its collection to the payments, as far as its table says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypedDict

from accounts.services import delegations
from core.values.deadlines import beijing_day
from core.values.money import share_of
from demonstration import bank_story
from demonstration.contract_story import CHECK, Deal, Stage
from demonstration.days import Days
from demonstration.people import APPROVER, DEPUTY, FINANCE, OFFICER, acting
from oversight.rules.states import ObjectionState
from oversight.selectors.notices import get_public_notice
from oversight.services import objections
from payments.rules.states import OrderState
from payments.selectors.payments import visible_payments
from payments.services import orders, sending
from redemptions.models import Redemption
from redemptions.rules.states import BatchState
from redemptions.services import batches, decisions
from redemptions.services.decisions import Decision
from vouchers.models import Round

APPROVED_AFTER, ORDERED_AFTER, PAID_AFTER, RETURNED_AFTER = 20, 22, 26, 27
"""Days from the beginning of a batch to its approval, the order of its payments, the answer of the bank, its return."""
COURSE = (
    BatchState.COLLECTING,
    BatchState.REVIEWING,
    BatchState.SUMMARISED,
    BatchState.CLEARED,
    BatchState.PUBLICISED,
    BatchState.APPROVED,
)
FINDINGS = "已调阅检测记录并约谈双方。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A redemption of a batch; undecided with an empty decision. `objection` is how far an objection to it is."""

    deal: Deal
    decision: Decision | None = "approve"
    objection: ObjectionState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch that began so many days before the anchor, and the state it is taken to.

    `order` is the state of the order of its payments; those of the titles in `failed` fail at the bank, those in
    `returned` are returned after they were paid. Of an `unnumbered` one the bank's first line has no number.
    A `represented` batch is approved by somebody in the approver's name.
    """

    began: int
    items: tuple[Item, ...]
    until: BatchState
    order: OrderState | None = None
    represented: bool = False
    failed: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    unnumbered: bool = False


class Mine(TypedDict):
    """Arguments of every service about the batch."""

    batch_id: int
    at: datetime


def tell(batch: Batch, *, days: Days, round_: Round) -> list[Redemption]:
    """Take a batch to its state; return its redemptions."""
    rows = [_accept(item.deal, batch=batch, days=days, round_=round_) for item in batch.items]
    officer, at = acting(OFFICER).user_id, days.ago(batch.began)
    day = beijing_day(at)
    title = f"{day.year}年{day.month}月{day.day}日兑现批次"
    made = batches.create_batch(title=title, actor_id=officer, at=at)
    mine: Mine = {"batch_id": made.pk, "at": at}
    batches.collect_redemptions(redemption_ids=[row.pk for row in rows], actor_id=officer, **mine)
    reached = COURSE.index(batch.until)
    if reached >= COURSE.index(BatchState.REVIEWING):
        batches.begin_review(actor_id=officer, **mine)
        _decide(batch, rows, days=days)
    if reached >= COURSE.index(BatchState.SUMMARISED):
        batches.summarise_batch(actor_id=officer, **mine)
    if reached >= COURSE.index(BatchState.CLEARED):
        batches.clear_batch(version=None, actor_id=acting(DEPUTY).user_id, **mine)
    if reached >= COURSE.index(BatchState.PUBLICISED):
        notice_id = batches.publish_batch(actor_id=officer, **mine).notice_id
        _object(batch, rows, notice_id=notice_id, days=days)
    if reached >= COURSE.index(BatchState.APPROVED):
        at = days.ago(batch.began - APPROVED_AFTER)
        decisions.approve_batch(batch_id=made.pk, version=None, at=at, **_approver(batch, at=at))
        _pay(batch, rows, days=days)
    return rows


class Approver(TypedDict):
    """Who approves, and in whose name."""

    actor_id: int
    principal_id: int | None


def _approver(batch: Batch, *, at: datetime) -> Approver:
    """Return who approves a batch; a represented one is approved in the name of an approver who is away for a week."""
    approver = acting(APPROVER)
    if not batch.represented:
        return {"actor_id": approver.user_id, "principal_id": None}
    finance, today = acting(FINANCE), beijing_day(at)
    asked = delegations.offer_delegation(
        username=FINANCE,
        operations=["batch.approve"],
        from_on=today,
        until_on=today + timedelta(days=6),
        reason="外出培训",
        actor=approver,
        at=at,
    )
    delegations.accept_delegation(delegation_id=asked.pk, actor=finance, at=at)
    return {"actor_id": finance.user_id, "principal_id": approver.user_id}


def _accept(deal: Deal, *, batch: Batch, days: Days, round_: Round) -> Redemption:
    """Take the contract of an item to its formal check, two days before the batch begins."""
    claimed = replace(deal, claimed=batch.began + CHECK + 2)
    return Stage.of(claimed, days=days, round_=round_).accept()


def _decide(batch: Batch, rows: Collection[Redemption], *, days: Days) -> None:
    for item, row in zip(batch.items, rows, strict=True):
        if item.decision is None:
            continue
        reduced = item.decision == "reduce"
        decisions.decide_redemption(
            redemption_id=row.pk,
            decision=item.decision,
            amount=share_of(amount=row.payable, share=Decimal("0.75")) if reduced else None,
            reason=REASONS[item.decision],
            fault="" if item.decision == "approve" else "unit",
            version=None,
            actor_id=acting(OFFICER).user_id,
            at=days.ago(batch.began),
        )


REASONS: Mapping[Decision, str] = {
    "approve": "",
    "reduce": "部分服务记录与发票不符",
    "reject": "检测报告不能证明服务已经完成",
}


def _object(batch: Batch, rows: Collection[Redemption], *, notice_id: int | None, days: Days) -> None:
    """File the objections of the table, and take each to its state."""
    if notice_id is None:
        return
    lines = {line.subject_id: line.pk for line in get_public_notice(notice_id).items.all()}
    for item, row in zip(batch.items, rows, strict=True):
        if item.objection is None:
            continue
        filed = objections.file_objection(
            notice_id=notice_id,
            item_id=lines[row.pk],
            objector="某示例单位",
            contact="010-00000000",
            text="该服务与本单位已付费的服务内容相同。",
            at=days.ago(batch.began - 1),
        )
        _answer(filed.pk, item.objection, began=batch.began, days=days)


def _answer(objection_id: int, state: ObjectionState, *, began: int, days: Days) -> None:
    if state == ObjectionState.FILED:
        return
    objections.investigate_objection(
        objection_id=objection_id, findings=FINDINGS, actor_id=acting(OFFICER).user_id, at=days.ago(began - 2)
    )
    if state != ObjectionState.INVESTIGATED:
        objections.decide_objection(
            objection_id=objection_id,
            outcome=state,
            reason="异议内容属实" if state == ObjectionState.UPHELD else "服务内容不同，异议不成立",
            actor_id=acting(APPROVER).user_id,
            at=days.ago(began - 3),
        )


def _pay(batch: Batch, rows: Collection[Redemption], *, days: Days) -> None:
    """Put the payments of an approved batch on an order, and take the order to its state."""
    if batch.order is None:
        return
    finance, approver = acting(FINANCE), acting(APPROVER).user_id
    due = visible_payments(finance).filter(subject_kind="redemption", subject_id__in=[row.pk for row in rows])
    titles = {row.pk: item.deal.title for item, row in zip(batch.items, rows, strict=True)}
    at = days.ago(batch.began - ORDERED_AFTER)
    ids = {payment.pk: titles[payment.subject_id] for payment in due}
    order = orders.prepare_order(payment_ids=list(ids), actor_id=finance.user_id, at=at)
    if batch.order == OrderState.CANCELLED:
        orders.cancel_order(order_id=order.pk, reason="收款账户需要核对", actor_id=finance.user_id, at=at)
    if batch.order in (OrderState.APPROVED, OrderState.EXPORTED, OrderState.RECONCILED):
        orders.approve_order(order_id=order.pk, actor_id=approver, at=at)
    if batch.order in (OrderState.EXPORTED, OrderState.RECONCILED):
        sending.export_order(order_id=order.pk, actor_id=finance.user_id, at=at)
    at = days.ago(batch.began - PAID_AFTER)
    if batch.unnumbered:
        bank_story.answer_without_number(order.pk, confirmed=batch.order == OrderState.RECONCILED, at=at)
    if batch.order == OrderState.RECONCILED:
        bank_story.answer_order(order.pk, ids, failed=batch.failed, at=at)
        bank_story.return_money(order.pk, ids, returned=batch.returned, at=days.ago(batch.began - RETURNED_AFTER))
