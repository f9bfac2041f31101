"""Redemptions up to acceptance, and their unpaid ends."""

from decimal import Decimal
from itertools import count

from redemptions.services import formal_checks, redemptions
from tests.soak.model import ENDED_UNPAID, FEN, UNDER_WAY, ZERO, Contract, Redemption
from tests.soak.moves import often, state
from tests.soak.moves.finding import coupons_of, live_redemption, pick, unit_of, used_elsewhere
from tests.soak.world import World

OPEN = ("draft", "returned")
WITHDRAWABLE = ("draft", "submitted", "returned", "accepted", "under_review", "recommended")
MOST = Decimal("999999999999.99")
FAULTS = ("unit", "applicant", "neither")
_numbers = count(1)


def share(contract: Contract, actual: Decimal) -> Decimal:
    assert contract.rules is not None
    return (actual * contract.rules.share).quantize(FEN, rounding="ROUND_FLOOR")


def payable(w: World, row: Redemption) -> Decimal:
    wanted = "registered" if row.state == "draft" else "in_redemption"
    held = sum((each.amount for each in coupons_of(w, row.contract, wanted)), ZERO)
    return min(held, share(row.contract, row.actual))


@often(60)
def start(w: World) -> None:
    ready = [row for row in w.contracts.values() if coupons_of(w, row, "registered") and not live_redemption(w, row)]
    ripe = [row for row in ready if row.records or not w.chance(0.1)]
    row = w.choose(ripe, w.contracts.values())
    if row is None:
        return
    why = state(row, *UNDER_WAY)
    why |= {"redemption_exists"} if live_redemption(w, row) else set()
    why |= {"redeem_by"} if row.redeem_by and w.today > row.redeem_by else set()
    why |= set() if coupons_of(w, row, "registered") else {"redemption_coupons"}
    if row.state in ("draft", "dropped"):
        why = {"illegal_state"}

    def effect(made) -> None:
        recorded = sum((amount for _, amount in row.records.values()), ZERO)
        drafted = Redemption(made.pk, row, recorded if ZERO < recorded <= MOST else row.amount, ZERO)
        drafted.payable = payable(w, drafted)
        w.redemptions[made.pk] = drafted

    w.attempt(
        "start_redemption",
        redemptions.start_redemption,
        why=why,
        effect=effect,
        contract_id=row.pk,
        unit_id=row.unit,
        actor_id=w.hands[row.unit],
    )


@often(8)
def change_amount(w: World) -> None:
    row = pick(w, w.redemptions, *OPEN)
    if row is None:
        return
    unit, why = unit_of(w, row)
    held = sum((each.amount for each in coupons_of(w, row.contract, "registered", "in_redemption")), ZERO)
    full = held / (row.contract.rules.share if row.contract.rules else 1)
    actual = w.rng.choice((full, full, full - FEN, full + FEN, row.actual, FEN, MOST, ZERO))
    why |= state(row, *OPEN) | ({"actual_amount"} if actual <= 0 else set())

    def effect(_) -> None:
        row.actual = actual
        row.payable = payable(w, row)

    w.attempt(
        "update_redemption",
        redemptions.update_redemption,
        why=why,
        effect=effect,
        redemption_id=row.pk,
        unit_id=unit,
        actual_amount=actual,
        own_payment=w.rng.choice((None, ZERO, FEN, actual)) if actual > 0 else None,
        version=None,
        actor_id=w.hands[unit],
    )


@often(90)
def submit(w: World) -> None:
    ready = [row for row in w.redemptions.values() if row.state in OPEN and not against_submission(w, row)]
    row = w.choose(ready, w.redemptions.values())
    if row is None:
        return
    unit, why = unit_of(w, row)
    stale = w.chance(0.02)
    why |= against_submission(w, row) | ({"stale_version"} if stale else set())

    def effect(_) -> None:
        row.payable = payable(w, row)
        for each in coupons_of(w, row.contract, "registered"):
            each.state = "in_redemption"
        row.state, row.correct_by, row.fault = "submitted", None, ""
        row.submitted_files = set(row.files)

    w.attempt(
        "submit_redemption",
        redemptions.submit_redemption,
        why=why,
        whole=True,
        effect=effect,
        redemption_id=row.pk,
        unit_id=unit,
        answer="已逐条更正",
        version=9999 if stale else None,
        actor_id=w.hands[unit],
    )


def against_submission(w: World, row: Redemption) -> set[str]:
    if row.state not in OPEN:
        return {"illegal_state"}
    contract, rules = row.contract, row.contract.rules
    assert rules is not None
    kinds = {kind for kind in row.files.values() if kind != "invoice" or row.invoices}
    kinds |= ({"service_record"} if contract.records else set()) | ({"acceptance"} if contract.accepted else set())
    asked = {"none": ZERO, "payable": payable(w, row), "actual_amount": row.actual}[rules.invoices]
    last, code = (contract.redeem_by, "redeem_by") if row.state == "draft" else (row.correct_by, "correct_by")
    assert last is not None
    why = {code} if w.today > last else set()
    why |= {"not_started"} if w.today < contract.start else set()
    why |= {"invoice_reused"} if row.invoices.keys() & used_elsewhere(w, row) else set()
    why |= {"invoice_total"} if sum(row.invoices.values(), ZERO) < asked else set()
    why |= {"evidence_missing"} if rules.evidence - kinds else set()
    wanted = "registered" if row.state == "draft" else "in_redemption"
    return why | (set() if coupons_of(w, contract, wanted) else {"redemption_coupons"})


@often(50)
def accept(w: World) -> None:
    row = pick(w, w.redemptions, "submitted")
    if row is None:
        return
    w.attempt(
        "accept_redemption",
        formal_checks.accept_redemption,
        why=state(row, "submitted"),
        effect=lambda _: setattr(row, "state", "accepted"),
        redemption_id=row.pk,
        version=None,
        actor_id=w.rng.choice(w.officers),
    )


@often(14)
def send_back(w: World) -> None:
    row = pick(w, w.redemptions, "submitted")
    if row is None:
        return
    fault = w.rng.choice(FAULTS)

    def effect(_) -> None:
        assert row.contract.rules is not None
        row.state, row.returned_on, row.fault = "returned", w.today, fault
        row.correct_by = w.days.end(w.today, row.contract.rules.deadlines["correction"])

    w.attempt(
        "return_redemption",
        formal_checks.return_redemption,
        why=state(row, "submitted"),
        effect=effect,
        redemption_id=row.pk,
        reason="材料不清晰",
        fault=fault,
        version=None,
        actor_id=w.rng.choice(w.officers),
    )


@often(4)
def withdraw(w: World) -> None:
    row = pick(w, w.redemptions, *WITHDRAWABLE)
    if row is None or (row.state not in OPEN and w.chance(0.5)):
        return
    unit, why = unit_of(w, row)
    why |= state(row, *WITHDRAWABLE)
    why |= {"illegal_state"} if row.batch and row.batch.state not in ("collecting", "reviewing") else set()
    fault = w.rng.choice(FAULTS)
    w.attempt(
        "withdraw_redemption",
        redemptions.withdraw_redemption,
        why=why,
        effect=lambda _: end_unpaid(w, row, "withdrawn", fault=fault),
        redemption_id=row.pk,
        unit_id=unit,
        reason="材料有误",
        fault=fault,
        version=None,
        actor_id=w.hands[unit],
    )


def end_unpaid(w: World, row: Redemption, target: str, *, fault: str) -> None:
    """End a redemption unpaid: its coupons are registered again before redeem_by, else they lapse with a fault."""
    assert target in ENDED_UNPAID
    row.state, row.fault = target, fault
    for each in coupons_of(w, row.contract, "in_redemption"):
        if each.redeem_by and w.today <= each.redeem_by:
            each.state = "registered"
        else:
            w.books.release(each, state="lapsed", cause="lapse_unredeemed", fault=fault or "unit")
