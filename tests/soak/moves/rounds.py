"""Rounds, from their draft to their settlement."""

from datetime import timedelta
from decimal import Decimal

from tests.soak.model import FEN, Round
from tests.soak.moves import often, state
from tests.soak.moves.finding import is_money, is_open, pick
from tests.soak.world import World, an_hour
from vouchers.services import rounds

GOOD, BAD = ("150000.00", "300000.01", "60000.00", "1000000.00", "1000000.00", "0.01"), ("0.00", "-1.00", "10.001")


@often(60)
def create_round(w: World) -> None:
    if sum(is_open(w, row) or row.state == "draft" for row in w.rounds.values()) > 1 and w.chance(0.99):
        return
    budget = Decimal(w.rng.choice(GOOD if w.chance(0.9) else BAD))
    policy = w.rng.choice(list(w.policies))
    opens = w.at + an_hour(w.rng.choice((0, 0, 0, 0, 0, 1, 48)))
    closes = opens + timedelta(days=w.rng.choice((1, 20, 60, 120, 300))) if w.chance(0.95) else opens
    why = ({"amount"} if not is_money(budget) else set()) | ({"round_window"} if closes <= opens else set())

    def effect(row) -> None:
        w.rounds[row.pk] = Round(row.pk, w.policies[policy], policy, opens, closes, budget=row.budget, free=row.budget)

    w.attempt(
        "create_round",
        rounds.create_round,
        why=why,
        effect=effect,
        name="期",
        policy_version_id=policy,
        budget=budget,
        opens_at=opens,
        closes_at=closes,
        actor_id=w.rng.choice(w.officers),
    )


@often(60)
def announce_round(w: World) -> None:
    row = pick(w, w.rounds, "draft")
    if row is None:
        return
    why = state(row, "draft") | ({"round_window"} if row.closes <= w.at else set())
    w.attempt(
        "announce_round",
        rounds.announce_round,
        why=why,
        effect=lambda _: setattr(row, "state", "announced"),
        round_id=row.pk,
        actor_id=w.rng.choice(w.officers),
    )


@often(2)
def change_budget(w: World) -> None:
    row = w.pick(w.rounds.values())
    if row is None:
        return
    use = row.budget - row.free
    budget = w.rng.choice(
        (use, use - FEN, row.budget + Decimal("30000.01"), row.budget, Decimal("1.001"), row.budget - FEN)
    )
    why = set()
    if row.state == "settled":
        why = {"illegal_state"}
    elif not is_money(budget):
        why = {"amount"}
    elif budget < use:
        why = {"budget_below_use"}

    def effect(_) -> None:
        row.free += budget - row.budget
        row.budget = budget

    w.attempt(
        "change_budget",
        rounds.change_budget,
        why=why,
        effect=effect,
        round_id=row.pk,
        budget=budget,
        reason="调整",
        actor_id=w.rng.choice(w.officers),
    )


@often(1)
def close_round(w: World) -> None:
    row = w.pick(w.rounds.values())
    if row is not None and w.chance(0.3):
        close(w, row)


def close(w: World, row: Round) -> None:
    runs = row.state == "open" or (row.state == "announced" and row.opens <= w.at)
    w.attempt(
        "close_round",
        rounds.close_round,
        why=set() if runs else {"illegal_state"},
        effect=lambda _: setattr(row, "state", "closed"),
        round_id=row.pk,
        reason="提前",
        actor_id=w.rng.choice(w.officers),
    )


@often(1)
def settle_round(w: World) -> None:
    row = w.pick(w.rounds.values())
    if row is not None and w.chance(0.5):
        settle(w, row)


def settle(w: World, row: Round) -> None:
    why = {"round_not_settled"} if row.held or row.approved else state(row, "closed")
    w.attempt(
        "settle_round",
        rounds.settle_round,
        why=why,
        effect=lambda _: setattr(row, "state", "settled"),
        round_id=row.pk,
        actor_id=w.rng.choice(w.finance),
    )
