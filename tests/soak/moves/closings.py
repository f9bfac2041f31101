"""Closings of periods, against the entries that the model has recorded."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from payments.services import closings
from tests.soak.model import Closing
from tests.soak.moves import often, state
from tests.soak.world import World


def month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def due_month(w: World) -> date | None:
    """The first month that is not closed; None before the first entry."""
    if closed := [row.period for row in w.closings.values() if row.state == "closed"]:
        return month_after(max(closed))
    return min((day.replace(day=1) for _, day, _ in w.entries), default=None)


def figures(w: World, period: date) -> dict[str, Decimal]:
    """The sums of a month: what was sent and answered in it, and what is open at its end."""
    over = month_after(period)
    sums = {
        kind: sum((yuan for each, day, yuan in w.entries if each == kind and period <= day < over), Decimal("0.00"))
        for kind in ("sent", "paid", "failed", "returned")
    }
    signs = {"sent": 1, "paid": -1, "failed": -1, "returned": 0}
    return sums | {"closing": sum((signs[kind] * yuan for kind, day, yuan in w.entries if day < over), Decimal("0.00"))}


@often(12)
def propose(w: World) -> None:
    due = due_month(w)
    if due is None or (due >= w.today.replace(day=1) and w.chance(0.9)):
        return
    period, actor = (due if w.chance(0.9) else month_after(due)), w.rng.choice(w.finance)
    open_one = any(row.period == period and row.state == "proposed" for row in w.closings.values())
    if period != due:
        why = {"period_out_of_order"}
    elif w.today < month_after(period):
        why = {"period_not_over"}
    else:
        why = {"period_closing_once"} if open_one else set()

    def effect(made) -> None:
        w.closings[made.pk] = Closing(made.pk, period, actor)
        expected = figures(w, period)
        assert {name: getattr(made, f"{name}_amount") for name in expected} == expected

    w.attempt("propose_closing", closings.propose_closing, why=why, effect=effect, period=period, actor_id=actor)


@often(12)
def confirm(w: World) -> None:
    decide(w, "confirm_closing", closings.confirm_closing, "closed")


@often(3)
def refuse(w: World) -> None:
    decide(w, "refuse_closing", closings.refuse_closing, "refused", reason="数字有误")


def decide(w: World, name: str, service: Callable[..., object], target: str, **more: str) -> None:
    row = w.pick(w.closings.values())
    if row is None:
        return
    actor = w.rng.choice(w.finance)
    why = {"same_person"} if actor == row.proposed_by else state(row, "proposed")
    w.attempt(
        name,
        service,
        why=why,
        effect=lambda _: setattr(row, "state", target),
        closing_id=row.pk,
        actor_id=actor,
        **more,
    )


@often(2)
def withdraw(w: World) -> None:
    row = w.pick(w.closings.values())
    if row is None:
        return
    actor = w.rng.choice(w.finance)
    w.attempt(
        "withdraw_closing",
        closings.withdraw_closing,
        why=state(row, "proposed") if actor == row.proposed_by else {"not_own_closing"},
        effect=lambda _: setattr(row, "state", "withdrawn"),
        closing_id=row.pk,
        actor_id=actor,
    )
