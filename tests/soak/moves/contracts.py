"""Contracts, from the draft to accepted results, or to their termination."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

from tests.factories.contracts import TERMS
from tests.soak.days import months_on
from tests.soak.model import FEN, LIVE_CONTRACT, UNDER_WAY, ZERO, Contract
from tests.soak.moves import often, state
from tests.soak.moves.finding import a_side, coupons_of, late, live_redemption, pick
from tests.soak.world import World
from vouchers.services import contracts
from vouchers.services.terminations import terminate_contract

CATEGORIES = ("testing", "analysis", "research", "inspection") * 8 + ("consulting",)
_numbers = count(1)


def _terms(w: World, applicant: int) -> tuple[contracts.Terms, set[str]]:
    """Return terms at a limit of the applicant's coupons."""
    held = [row.amount for row in w.coupons.values() if row.state == "claimed" and row.applicant == applicant]
    coupons = sum(w.rng.sample(held, w.rng.randint(1, min(3, len(held)))), ZERO) if held else Decimal(1000)
    amount = coupons * w.rng.choice((2, 2, 2, 4, 4, 3)) + w.rng.choice((ZERO, ZERO, ZERO, FEN, -FEN))
    start = w.today + timedelta(days=w.rng.choice((0, 0, 0, 1, -5)))
    last = months_on(w.today, 3)
    end = w.rng.choice((start, start, start + timedelta(days=10), last, w.days.roll(last), last + timedelta(days=9)))
    signed = w.today + timedelta(days=w.rng.choice((0,) * 19 + (1,)))
    terms = TERMS | {"amount": amount, "start_on": start, "end_on": end, "signed_on": signed}
    terms |= {"category": w.rng.choice(CATEGORIES), "reference": f"HT-{next(_numbers)}"}
    why = {"amount"} if amount <= 0 else set()
    why |= {"signed_on"} if signed > w.today else set()
    return contracts.Terms(**terms), why


def _unsupported(w: World, row: Contract, terms: contracts.Terms) -> frozenset[str]:
    other = {"service_category"} if terms.category == "consulting" else set()
    return w.projects[row.project].unsupported | other


@often(35)
def draft_contract(w: World) -> None:
    taken = {row.project for row in w.contracts.values() if row.state != "dropped"}
    if len([row for row in w.contracts.values() if row.state == "draft"]) > 5 and w.chance(0.8):
        return
    free = [row for row in w.projects.values() if row.state == "accepted" and row.pk not in taken]
    free = [row for row in free if row.applicant in {c.applicant for c in w.coupons.values() if c.state == "claimed"}]
    project = w.choose(free, w.projects.values())
    if project is None:
        return
    side, why = a_side(w, project.unit, w.units)
    terms, against = _terms(w, project.applicant)
    why |= against | state(project, "accepted") | ({"contract_exists"} if project.pk in taken else set())

    def effect(row) -> None:
        made = Contract(row.pk, project.pk, project.applicant, project.unit, terms.amount, terms.start_on, terms.end_on)
        made.unsupported = _unsupported(w, made, terms)
        w.contracts[row.pk] = made

    w.attempt(
        "draft_contract",
        contracts.draft_contract,
        why=why,
        effect=effect,
        project_id=project.pk,
        unit_id=side,
        terms=terms,
        actor_id=w.hands[side],
    )


@often(1)
def update_contract(w: World) -> None:
    row = pick(w, w.contracts, "draft")
    if row is None:
        return
    terms, why = _terms(w, row.applicant)
    stale = w.chance(0.1)
    version = contracts.ServiceContract.objects.get(pk=row.pk).version - stale
    why |= state(row, "draft") | ({"stale_version"} if stale else set())

    def effect(_) -> None:
        row.amount, row.start, row.end, row.offered = terms.amount, terms.start_on, terms.end_on, set()
        row.unsupported = _unsupported(w, row, terms)

    w.attempt(
        "update_contract",
        contracts.update_contract,
        why=why,
        effect=effect,
        contract_id=row.pk,
        unit_id=row.unit,
        terms=terms,
        version=version,
        actor_id=w.hands[row.unit],
    )


@often(3)
def drop_contract(w: World) -> None:
    row = w.pick(w.contracts.values())
    if row is None or (row.state == "draft" and w.chance(0.7)):
        return

    def effect(_) -> None:
        row.state, row.terminated_on = "dropped", w.today

    w.attempt(
        "drop_contract",
        contracts.drop_contract,
        why=state(row, "draft"),
        effect=effect,
        contract_id=row.pk,
        unit_id=row.unit,
        reason="不再需要",
        actor_id=w.hands[row.unit],
    )


@often(30)
def complete(w: World) -> None:
    row = pick(w, w.contracts, *LIVE_CONTRACT)
    if row is None:
        return
    side, why = a_side(w, row.unit, w.units)
    why |= state(row, *LIVE_CONTRACT) | late(w, row) | ({"not_started"} if w.today < row.start else set())
    w.attempt(
        "complete_contract",
        contracts.complete_contract,
        why=why,
        effect=lambda _: setattr(row, "state", "completed"),
        contract_id=row.pk,
        unit_id=side,
        actor_id=w.hands[side],
    )


@often(30)
def accept_results(w: World) -> None:
    waiting = [row for row in w.contracts.values() if row.state in ("completed", "terminated") and not row.accepted]
    row = w.choose(waiting, w.contracts.values())
    if row is None:
        return
    why = state(row, "completed", "terminated") | ({"already_accepted"} if row.accepted else set())
    w.attempt(
        "accept_results",
        contracts.accept_results,
        why=why,
        effect=lambda _: setattr(row, "accepted", True),
        contract_id=row.pk,
        applicant_id=row.applicant,
        actor_id=w.hands[row.applicant],
    )


@often(3)
def press(w: World) -> None:
    row = pick(w, w.contracts, *UNDER_WAY)
    if row is None:
        return
    why = state(row, *UNDER_WAY) | late(w, row) | ({"redemption_open"} if live_redemption(w, row) else set())
    why |= {"pressed_today"} if row.pressed_on == w.today else set()
    w.attempt(
        "press_unit",
        contracts.press_unit,
        why=why,
        effect=lambda _: setattr(row, "pressed_on", w.today),
        contract_id=row.pk,
        applicant_id=row.applicant,
        actor_id=w.hands[row.applicant],
    )


@often(16)
def terminate(w: World) -> None:
    row = pick(w, w.contracts, *LIVE_CONTRACT)
    if row is None or w.chance(0.4):
        return
    by_unit = w.chance(0.7)
    actor = w.hands[row.unit] if by_unit or w.chance(0.1) else w.rng.choice(w.officers)
    why = state(row, *LIVE_CONTRACT) | late(w, row) | ({"redemption_open"} if live_redemption(w, row) else set())
    why |= {"conflict_of_interest"} if not by_unit and actor == w.hands[row.unit] else set()
    w.attempt(
        "terminate_contract",
        terminate_contract,
        why=why,
        effect=lambda _: _end(w, row),
        contract_id=row.pk,
        unit_id=row.unit if by_unit else None,
        reason="合作终止",
        actor_id=actor,
    )


def _end(w: World, row: Contract) -> None:
    if not row.records:
        undo(w, row)
        return
    assert row.rules is not None
    row.state, row.redeem_from = "terminated", min(w.today, row.end)
    row.redeem_by = w.days.end(row.redeem_from, row.rules.deadlines["redeem_by"])
    row.terminated_on = w.today
    for each in coupons_of(w, row, "registered"):
        each.redeem_by = row.redeem_by


def undo(w: World, row: Contract) -> None:
    """Terminate a contract without work: its coupons are returned."""
    row.state, row.terminated_on = "closed", w.today
    for each in coupons_of(w, row, "registered"):
        row.total -= each.amount
        w.books.release(each, state="returned", cause="termination")
