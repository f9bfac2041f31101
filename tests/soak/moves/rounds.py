"""Rounds, from their draft to their settlement."""

from datetime import timedelta
from decimal import Decimal

from tests.soak.model import FEN, Change, Round, Year
from tests.soak.moves import often, state
from tests.soak.moves.finding import is_money, is_open, pick
from tests.soak.world import World, an_hour
from vouchers.services import appropriations as money
from vouchers.services import budget_changes as budgets
from vouchers.services import rounds

GOOD, BAD = ("150000.00", "300000.01", "60000.00", "1000000.00", "1000000.00", "0.01"), ("0.00", "-1.00", "10.001")


@often(60)
def create_round(w: World) -> None:
    if sum(is_open(w, row) or row.state in ("draft", "proposed") for row in w.rounds.values()) > 1 and w.chance(0.99):
        return
    budget = Decimal(w.rng.choice(GOOD if w.chance(0.9) else BAD))
    policy = w.rng.choice(list(w.policies))
    opens = w.at + an_hour(w.rng.choice((0, 0, 0, 0, 0, 1, 48)))
    officer = w.rng.choice(w.officers)
    closes = opens + timedelta(days=w.rng.choice((1, 20, 60, 120, 300))) if w.chance(0.95) else opens
    why = ({"amount"} if not is_money(budget) else set()) | ({"round_window"} if closes <= opens else set())

    def effect(row) -> None:
        made = Round(row.pk, w.policies[policy], policy, opens, closes, budget=row.budget, free=row.budget)
        made.created_by = made.edited_by = officer
        w.rounds[row.pk] = made

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
        actor_id=officer,
    )
    if why:
        return
    made = w.rounds[max(w.rounds)]
    while made.year not in w.years and w.chance(0.95):
        appropriate(w)
    propose(w, made)
    announce(w, made, who=w.rng.choice(w.approvers))


@often(20)
def edit_round(w: World) -> None:
    """Move a draft whose opening is over to another window, and propose it again."""
    row = pick(w, w.rounds, "draft")
    if row is None or (row.opens >= w.at and w.chance(0.9)):
        return
    opens = w.at + an_hour(w.rng.choice((0, 0, 1)))
    closes = opens + timedelta(days=w.rng.choice((20, 60, 120)))
    budget = Decimal(w.rng.choice(GOOD))

    def effect(_) -> None:
        row.opens, row.closes, row.budget, row.free, row.edited_by = opens, closes, budget, budget, who

    who = w.rng.choice(w.officers)
    edited = w.attempt(
        "edit_round",
        rounds.edit_round,
        why=state(row, "draft"),
        effect=effect,
        round_id=row.pk,
        name="期",
        policy_version_id=row.policy,
        budget=budget,
        opens_at=opens,
        closes_at=closes,
        actor_id=who,
    )
    if edited is not None:
        propose(w, row)
        announce(w, row, who=w.rng.choice(w.approvers))


@often(60)
def propose_round(w: World) -> None:
    row = pick(w, w.rounds, "draft")
    if row is not None:
        propose(w, row)


def propose(w: World, row: Round) -> None:
    who = w.rng.choice(w.officers)

    def effect(_) -> None:
        row.state, row.proposed_by = "proposed", who

    why = state(row, "draft") | ({"round_opening_over"} if row.opens < w.at else set())
    w.attempt("propose_round", rounds.propose_round, why=why, effect=effect, round_id=row.pk, actor_id=who)


@often(60)
def announce_round(w: World) -> None:
    row = pick(w, w.rounds, "proposed")
    if row is not None:
        own = [row.created_by, row.proposed_by or row.created_by]
        announce(w, row, who=w.rng.choice(w.approvers) if w.chance(0.9) else w.rng.choice(own))


def announce(w: World, row: Round, *, who: int) -> None:
    own = {"same_person"} if who in (row.created_by, row.edited_by, row.proposed_by) else set()

    def effect(_) -> None:
        row.state = "announced"
        w.years[row.year].committed += row.budget

    why = state(row, "proposed") or own | ({"round_opening_over"} if row.opens < w.at else set())
    why = why or beyond_year(w, row, row.budget)
    w.attempt("announce_round", rounds.announce_round, why=why, effect=effect, round_id=row.pk, actor_id=who)


def beyond_year(w: World, row: Round, difference: Decimal) -> set[str]:
    year = w.years.get(row.year)
    if difference <= 0:
        return set()
    if year is None:
        return {"appropriation_missing"}
    return {"appropriation_exceeded"} if year.committed + difference > year.amount else set()


@often(20)
def appropriate(w: World) -> None:
    """Enter the money of a year and confirm it, mostly by another person."""
    years = {row.year for row in w.rounds.values()}
    missing = sorted(years - w.years.keys())
    if not years or (not missing and w.chance(0.9)):
        return
    year = missing[0] if missing else w.rng.choice(sorted(years))
    known = w.years.get(year)
    amount = (known.committed if known else Decimal(0)) + Decimal(w.rng.choice(("3000000.00", "500000.01", "-0.01")))
    who = w.rng.choice(w.finance)
    given = {"year": year, "amount": amount, "document": "示例", "actor_id": who}
    entered = w.attempt(
        "enter_appropriation", money.enter_appropriation, why=set() if is_money(amount) else {"amount"}, **given
    )
    if entered is not None:
        confirm(w, entered.pk, year=year, amount=amount, entered_by=who)


def confirm(w: World, pk: int, *, year: int, amount: Decimal, entered_by: int) -> None:
    known = w.years.get(year)
    committed = known.committed if known else Decimal(0)
    w.attempt(
        "confirm_appropriation",
        money.confirm_appropriation,
        why={"same_person"},
        appropriation_id=pk,
        actor_id=entered_by,
    )
    if amount < committed:
        approver, why = w.rng.choice(w.approvers), {"appropriation_below_use"}
        w.attempt("confirm_appropriation", money.confirm_appropriation, why=why, appropriation_id=pk, actor_id=approver)
        w.attempt(
            "withdraw_appropriation", money.withdraw_appropriation, why=(), appropriation_id=pk, actor_id=entered_by
        )
        return

    def effect(_) -> None:
        w.years[year] = Year(pk, amount, committed)

    w.attempt(
        "confirm_appropriation",
        money.confirm_appropriation,
        why=(),
        effect=effect,
        appropriation_id=pk,
        actor_id=w.rng.choice(w.approvers),
    )


CHANGEABLE = ("announced", "open", "closed")


@often(2)
def propose_budget(w: World) -> None:
    row = w.pick(w.rounds.values())
    if row is None:
        return
    use = row.budget - row.free
    budget = w.rng.choice(
        (use, use - FEN, row.budget + Decimal("30000.01"), row.budget, Decimal("1.001"), row.budget - FEN)
    )
    who = w.rng.choice(w.officers)
    if row.state not in CHANGEABLE:
        why = {"illegal_state"}
    elif row.change is not None:
        why = {"budget_change_open"}
    else:
        why = unfit(row, budget)

    def effect(made) -> None:
        row.change = Change(made.pk, budget, who)

    w.attempt(
        "propose_budget",
        budgets.propose_budget,
        why=why,
        effect=effect,
        round_id=row.pk,
        budget=budget,
        reason="调整",
        actor_id=who,
    )


def unfit(row: Round, budget: Decimal) -> set[str]:
    if not is_money(budget):
        return {"amount"}
    if budget == row.budget:
        return {"budget_unchanged"}
    return {"budget_below_use"} if budget < row.budget - row.free else set()


@often(4)
def decide_budget(w: World) -> None:
    row = w.choose([row for row in w.rounds.values() if row.change], [])
    if row is not None:
        decide(w, row, approve=w.chance(0.7))


def decide(w: World, row: Round, *, approve: bool) -> None:
    change = row.change
    who = w.rng.choice(w.approvers) if w.chance(0.9) else change.proposed_by

    def approved(_) -> None:
        difference = change.budget - row.budget
        w.years[row.year].committed += difference
        row.free += difference
        row.budget, row.change = change.budget, None

    why = {"same_person"} if who == change.proposed_by else set()
    if approve:
        why = why or unfit(row, change.budget) or beyond_year(w, row, change.budget - row.budget)
        given = {"effect": approved, "change_id": change.pk, "actor_id": who}
        w.attempt("approve_budget_change", budgets.approve_budget_change, why=why, **given)
    else:
        given = {"change_id": change.pk, "reason": "不需要", "actor_id": who}
        refused = lambda _: setattr(row, "change", None)  # noqa: E731
        w.attempt("refuse_budget_change", budgets.refuse_budget_change, why=why, effect=refused, **given)


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
    why = {"budget_change_open"} if row.change else set()
    why = why or ({"round_not_settled"} if row.held or row.approved else state(row, "closed"))
    w.attempt(
        "settle_round",
        rounds.settle_round,
        why=why,
        effect=lambda _: setattr(row, "state", "settled"),
        round_id=row.pk,
        actor_id=w.rng.choice(w.finance),
    )
