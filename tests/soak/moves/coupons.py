"""Coupons before registration: claims, once per key, and returns."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.idempotency.commands import KeyedRequest, Outcome
from tests.soak.compare import fingerprint
from tests.soak.model import FEN, ZERO, Answer, Coupon, Round
from tests.soak.moves import often, state
from tests.soak.moves.finding import is_money, is_open, pick
from tests.soak.moves.rounds import announce_round
from tests.soak.world import World
from vouchers.services.claims import claim_coupon
from vouchers.services.coupons import return_coupon

CAP = Decimal("50000.00")
USUAL = (CAP, CAP, Decimal("20000.00"), Decimal("12345.67"), Decimal("0.01"))
NO_AMOUNTS = (Decimal("0.00"), Decimal("-1.00"), Decimal("10.001"))


@often(60)
def claim(w: World) -> None:
    row = w.choose([each for each in w.rounds.values() if is_open(w, each)], w.rounds.values())
    if len([each for each in w.coupons.values() if each.state == "claimed"]) > 12 and w.chance(0.8):
        return
    if row is None:
        announce_round(w)
        return
    applicant = w.rng.choice(list(w.applicants))
    amount = _amount(w, row, applicant)
    key = UUID(int=w.rng.getrandbits(128))
    given: dict[str, Any] = {"round_id": row.pk, "applicant_id": applicant, "amount": amount}

    def effect(made: Outcome) -> None:
        pk = made.body["coupon"]
        register_by = w.days.end(w.today, row.rules.deadlines["register_by"])
        coupon = Coupon(pk, row, applicant, w.today.year, amount, w.today, register_by)
        w.coupons[pk] = coupon
        w.books.claim(coupon)
        w.keys[w.hands[applicant], key] = Answer(pk, given, w.at)

    w.attempt(
        "claim_coupon",
        claim_by_key,
        why=_against(w, row, applicant, amount),
        whole=True,
        effect=effect,
        **given,
        actor_id=w.hands[applicant],
        key=key,
    )


@often(4)
def claim_again(w: World) -> None:
    """Repeat a request, or send another with its key: the same answer or a refusal, never a second coupon."""
    found = w.pick(w.keys)
    if found is None:
        return
    answer = w.keys[found]
    other = {"amount": answer.given["amount"] + FEN} if w.chance(0.4) else {}

    def effect(outcome: Outcome) -> None:
        if not outcome.replayed or outcome.body["coupon"] != answer.coupon or fingerprint() != w.print:
            w.fail(f"key {found} was answered by {outcome}")

    w.attempt(
        "claim again",
        claim_by_key,
        why={"idempotency_key_reused"} if other else (),
        effect=effect,
        **answer.given | other,
        actor_id=found[0],
        key=found[1],
    )


def claim_by_key(
    *, key: UUID, round_id: int, applicant_id: int, amount: Decimal, actor_id: int, at: datetime
) -> Outcome:
    """Claim as the API does."""
    given: dict[str, Any] = {"round_id": round_id, "applicant_id": applicant_id, "amount": amount}
    request = KeyedRequest(actor_id=actor_id, key=key, operation="coupon.claim", payload=given, at=at)
    return claim_coupon(**given, request=request, render=lambda made: {"coupon": made.pk})


def _amount(w: World, row: Round, applicant: int) -> Decimal:
    if w.chance(0.02):
        return w.rng.choice(NO_AMOUNTS)
    if w.chance(0.7):
        return w.rng.choice(USUAL)
    return w.rng.choice((CAP, _left(w, applicant), row.free, row.rules.smallest)) + w.rng.choice(
        (ZERO, ZERO, FEN, -FEN)
    )


def _left(w: World, applicant: int) -> Decimal:
    return w.limit(applicant) - w.books.used[applicant, w.today.year]


def _against(w: World, row: Round, applicant: int, amount: Decimal) -> set[str]:
    if applicant in w.suspended:
        return {"party_not_verified"}
    if row.state in ("draft", "proposed"):
        return {"not_found"}
    why = ({"sanctioned"} if w.barred(applicant) else set()) | w.unfit(applicant)
    if not is_open(w, row):
        why.add("round_closed")
    if not is_money(amount) or amount < row.rules.smallest:
        return why | {"amount"}
    if amount > CAP:
        why.add("coupon_cap")
    if amount > _left(w, applicant):
        why.add("annual_limit")
    if amount > row.free:
        why.add("round_budget")
    return why


@often(1)
def give_back(w: World) -> None:
    row = pick(w, w.coupons, "claimed")
    if row is None:
        return
    owner = row.applicant if w.chance(0.9) else w.rng.choice(list(w.applicants))
    why = state(row, "claimed") | ({"not_found"} if owner != row.applicant else set())
    why |= {"coupon_late"} if row.register_by < w.today else set()
    w.attempt(
        "return_coupon",
        return_coupon,
        why=why,
        effect=lambda _: w.books.release(row, state="returned", cause="return"),
        coupon_id=row.pk,
        applicant_id=owner,
        actor_id=w.hands[owner],
    )
