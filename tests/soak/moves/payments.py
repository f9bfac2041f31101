"""Payments and their orders."""

from collections.abc import Sequence

from payments.rules.payee_accounts import AccountKind
from payments.services import building, orders, payments, sending
from tests.soak.model import Order, Payment
from tests.soak.moves import often, state
from tests.soak.moves.finding import pick, without_role
from tests.soak.world import World


def against_window(w: World, rows: Sequence[Payment], fiscal_year: int) -> set[str]:
    why = set()
    for row in rows:
        assert row.redemption.contract.rules is not None
        not_before, year = row.redemption.contract.rules.window(w.today)
        if max(not_before, row.not_before) > w.today:
            why.add("payment_window")
        elif {row.fiscal_year, year} != {fiscal_year}:
            why.add("payment_fiscal_year")
    return why


def against_measure(w: World, rows: Sequence[Payment]) -> set[str]:
    return {"payment_suspended"} if any(w.suspended_payee(row.payee) for row in rows) else set()


def on_order(w: World, order: Order) -> list[Payment]:
    return [row for row in w.payments.values() if row.order is order]


@often(40)
def prepare(w: World) -> None:
    pending = [row for row in w.payments.values() if row.state == "pending"]
    ready = [row for row in pending if not against_window(w, [row], w.today.year) | against_measure(w, [row])]
    chosen = ready if ready or w.chance(0.93) else w.rng.sample(pending, min(len(pending), 1))
    if w.payments and w.chance(0.05):
        chosen = [*chosen, w.rng.choice(list(w.payments.values()))]
    if chosen:
        prepare_order(w, list({row.pk: row for row in chosen}.values()))


def prepare_order(w: World, chosen: list[Payment]) -> None:
    actor = w.rng.choice(w.finance)
    why = {"illegal_state"} if any(row.state != "pending" for row in chosen) else set()

    def effect(made) -> None:
        order = w.orders[made.pk] = Order(made.pk, actor, w.today.year)
        assert made.total == sum(row.amount for row in chosen)
        for row in chosen:
            row.state, row.order = "ordered", order

    w.attempt(
        "prepare_order",
        orders.prepare_order,
        why=why | against_window(w, chosen, w.today.year) | against_measure(w, chosen),
        effect=effect,
        payment_ids=[row.pk for row in chosen],
        actor_id=actor,
    )


@often(10)
def build_order(w: World) -> None:
    due = [row for row in w.payments.values() if row.state == "pending" and row.not_before <= w.today]
    ready = [row for row in due if not against_window(w, [row], w.today.year) | against_measure(w, [row])]
    actor = w.rng.choice(w.finance)

    def effect(made) -> None:
        order = w.orders[made.pk] = Order(made.pk, actor, w.today.year)
        order.state = "prepared" if ready else "cancelled"
        assert (made.state, made.count, made.total) == (order.state, len(ready), sum(row.amount for row in ready))
        for row in ready:
            row.state, row.order = "ordered", order

    w.attempt(
        "build_order",
        building.build_order,
        why=set() if due else {"nothing_to_order"},
        effect=effect,
        kind=AccountKind.BANK,
        actor_id=actor,
    )


@often(40)
def approve_order(w: World) -> None:
    order = pick(w, w.orders, "prepared")
    if order is None:
        return
    actor = w.rng.choice(w.everybody)
    why = state(order, "prepared") | ({"same_person"} if actor == order.prepared_by else set())
    why |= without_role(actor, w.approvers)
    w.attempt(
        "approve_order",
        orders.approve_order,
        why=why,
        effect=lambda _: setattr(order, "state", "approved"),
        order_id=order.pk,
        actor_id=actor,
    )


@often(40)
def export_order(w: World) -> None:
    order = pick(w, w.orders, "approved")
    if order is None:
        return
    rows = on_order(w, order)
    why = state(order, "approved") | against_window(w, rows, order.fiscal_year) | against_measure(w, rows)

    def effect(_) -> None:
        order.state = "exported"
        for row in on_order(w, order):
            row.state = "sent"
            w.enter("sent", row)

    w.attempt(
        "export_order",
        sending.export_order,
        why=why,
        effect=effect,
        order_id=order.pk,
        actor_id=w.rng.choice(w.finance),
    )


@often(6)
def cancel_order(w: World) -> None:
    order = w.pick(w.orders.values())
    if order is None or (order.state in ("prepared", "approved") and w.chance(0.6)):
        return
    cancel(w, order)


def cancel(w: World, order: Order) -> None:
    def effect(_) -> None:
        order.state = "cancelled"
        for row in on_order(w, order):
            row.state, row.order = "pending", None

    w.attempt(
        "cancel_order",
        orders.cancel_order,
        why=state(order, "prepared", "approved"),
        effect=effect,
        order_id=order.pk,
        reason="错过时段",
        actor_id=w.rng.choice(w.finance),
    )


@often(20)
def retry(w: World) -> None:
    row = pick(w, w.payments, "failed")
    if row is None:
        return

    def effect(_) -> None:
        row.state = "suspended" if w.suspended_payee(row.payee) else "pending"
        row.order, row.opened = None, False
        assert row.redemption.contract.rules is not None
        not_before, year = row.redemption.contract.rules.window(w.today)
        if not_before > w.today or year != row.fiscal_year:
            row.not_before, row.fiscal_year = not_before, year

    w.attempt(
        "retry_payment",
        payments.retry_payment,
        why=state(row, "failed"),
        effect=effect,
        payment_id=row.pk,
        actor_id=w.rng.choice(w.finance),
    )
