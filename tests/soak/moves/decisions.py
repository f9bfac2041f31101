"""Decisions on redemptions, and their finalisation."""

from decimal import Decimal

from payments.models import Payment as Stored
from redemptions.services import decisions
from tests.soak.model import CARRYING, FEN, ZERO, Batch, Payment, Redemption
from tests.soak.moves import often, state
from tests.soak.moves.finding import coupons_of, is_appealable, is_running, items, objected, same_person, without_role
from tests.soak.moves.redemptions import FAULTS
from tests.soak.world import World


@often(50)
def decide(w: World) -> None:
    waiting = [row for row in w.redemptions.values() if row.state == "under_review" and row.batch]
    row = w.choose(waiting, w.redemptions.values())
    if row is None:
        return
    decision = w.rng.choice(("approve", "approve", "approve", "reduce", "reduce", "reject"))
    edges = (row.payable - FEN, FEN, row.payable / 2, row.payable, ZERO)
    amount = w.rng.choice(edges).quantize(FEN, rounding="ROUND_FLOOR") if decision == "reduce" else None
    decide_item(w, row, decision, amount)


def decide_item(w: World, row: Redemption, decision: str, amount: Decimal | None = None) -> None:
    actor, reason = w.rng.choice(w.officers), "" if decision == "approve" or w.chance(0.02) else "与记录不符"
    fault = "" if decision == "approve" else w.rng.choice(FAULTS)
    if row.batch is None:
        why = {"redemption_not_in_batch"}
    else:
        why = state(row.batch, "reviewing", "summarised") | state(row, "under_review", "recommended")
    why |= {"decided_on_appeal"} if row.raised else set()
    why |= {"required"} if decision != "approve" and not reason else set()
    why |= {"reduced_amount"} if amount is not None and not ZERO < amount < row.payable else set()

    def effect(_) -> None:
        row.state, row.decision, row.decided_by = "recommended", decision, actor
        row.part.add(actor)
        row.fault = fault
        row.decided = {"approve": row.payable, "reduce": amount, "reject": ZERO}[decision]

    w.attempt(
        "decide_redemption",
        decisions.decide_redemption,
        why=why,
        effect=effect,
        redemption_id=row.pk,
        decision=decision,
        amount=amount,
        reason=reason,
        fault=fault,
        version=None,
        actor_id=actor,
    )


@often(60)
def approve(w: World) -> None:
    over = [row for row in w.batches.values() if row.state == "publicised" and not is_running(w, w.notices[row.notice])]
    batch = w.choose(over, w.batches.values())
    if batch is None:
        return
    actor = w.rng.choice(w.approvers if w.chance(0.75) else w.everybody)
    waiting = items(w, batch, "publicised")
    ready = [row for row in waiting if not objected(w, row)]
    running = any(is_running(w, w.notices[row.notice]) for row in waiting)
    why = state(batch, "publicised") | same_person(w, batch, actor) | ({"notice_running"} if running else set())
    why |= ({"batch_objected"} if waiting and not ready else set()) | without_role(actor, w.approvers)

    def effect(_) -> None:
        batch.state = "approved"
        _decide_all(w, waiting, ready, actor)
        close_finished(w, batch)

    w.attempt(
        "approve_batch",
        decisions.approve_batch,
        why=why,
        effect=effect,
        batch_id=batch.pk,
        version=None,
        actor_id=actor,
    )


@often(25)
def approve_carried(w: World) -> None:
    carrying = [row for row in w.batches.values() if row.state in CARRYING and items(w, row, "publicised")]
    batch = w.choose(carrying, w.batches.values())
    if batch is None:
        return
    actor = w.rng.choice(w.approvers if w.chance(0.75) else w.everybody)
    waiting = items(w, batch, "publicised")
    ready = [row for row in waiting if not objected(w, row)]
    why = state(batch, *CARRYING) | same_person(w, batch, actor) | (set() if ready else {"batch_objected"})
    why |= without_role(actor, w.approvers)
    w.attempt(
        "approve_carried",
        decisions.approve_carried,
        why=why,
        effect=lambda _: _decide_all(w, waiting, ready, actor),
        batch_id=batch.pk,
        actor_id=actor,
    )


def _decide_all(w: World, waiting: list[Redemption], ready: list[Redemption], actor: int) -> None:
    for row in waiting:
        w.notices[row.notice].ended = True
    for row in ready:
        row.state, row.notified_on = "decided", w.today
        row.part.add(actor)
        if not is_appealable(row):
            make_final(w, row)
        else:
            assert row.contract.rules is not None
            row.appeal_by = w.days.end(w.today, row.contract.rules.deadlines["appeal"])


def make_final(w: World, row: Redemption) -> None:
    """Distribute the decided amount over the coupons, the oldest first."""
    assert row.decided is not None and row.contract.rules is not None
    row.state, left = "final", row.decided
    for coupon in sorted(coupons_of(w, row.contract, "in_redemption"), key=lambda each: each.pk):
        part = min(left, coupon.amount)
        left -= part
        fault = (row.fault or "neither") if part < coupon.amount else ""
        if part:
            w.books.approve(coupon, part, fault=fault)
        else:
            w.books.release(coupon, state="rejected", cause="rejection", fault=fault)
    assert not left
    if not row.decided:
        row.contract.state = "closed"
        return
    made = Stored.objects.get(subject_id=row.pk).pk
    payee = row.contract.unit if row.contract.rules.payee == "unit" else row.contract.applicant
    state = "suspended" if w.suspended_payee(payee) else "pending"
    w.payments[made] = Payment(made, row, payee, row.decided, *row.contract.rules.window(w.today), state=state)


def close_finished(w: World, batch: Batch) -> None:
    rows = items(w, batch)
    unfinished = any(row.state in ("decided", "appealed") or (row.state == "final" and row.decided) for row in rows)
    if batch.state in ("approved", "paying") and not unfinished:
        batch.state = "closed"
