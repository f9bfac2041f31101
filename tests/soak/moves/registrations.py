"""Offers and registrations of coupons; amendments of their contracts."""

from datetime import date, timedelta
from itertools import count

from tests.soak.model import FEN, LIVE_CONTRACT, Contract, Coupon, Rules
from tests.soak.moves import often, state
from tests.soak.moves.finding import a_side, coupons_of, late, live_redemption, pick
from tests.soak.world import World
from vouchers.services import contracts
from vouchers.services.amendments import amend_contract
from vouchers.services.registrations import register_contract

_numbers = count(1)


@often(60)
def offer(w: World) -> None:
    row = pick(w, w.contracts, "draft", *LIVE_CONTRACT)
    if row is None or (_offered(w, row) and w.chance(0.8)):
        return
    side, why = a_side(w, row.applicant, w.applicants)
    own = [each for each in w.coupons.values() if each.applicant == side and each.state == "claimed"]
    meant = w.rng.sample(own, min(len(own), w.rng.choice((1, 2, 3))))
    if w.chance(0.85):
        meant = _fitting(w, row, w.rng.sample(own, len(own)))[:3]
    if not meant and w.chance(0.95):
        return
    if w.chance(0.04) and w.coupons:
        meant.append(w.rng.choice(list(w.coupons.values())))
    why |= state(row, "draft", *LIVE_CONTRACT)
    why |= {"not_found"} if any(each.applicant != side for each in meant) else set()
    why |= {"coupon_state"} if any(each.state != "claimed" for each in meant) else set()
    why |= _over_share(w, row, meant) if meant else {"coupons_missing"}
    ids = [each.pk for each in meant]

    def effect(_) -> None:
        row.offered = {pk for pk in row.offered if w.coupons[pk].contract is row} | set(ids)

    if len(set(ids)) == len(ids):
        w.attempt(
            "offer_coupons",
            contracts.offer_coupons,
            why=why,
            effect=effect,
            contract_id=row.pk,
            applicant_id=side,
            coupon_ids=ids,
            actor_id=w.hands[side],
        )


def _offered(w: World, row: Contract) -> list[int]:
    return [pk for pk in sorted(row.offered) if w.coupons[pk].state == "claimed"]


def _fitting(w: World, row: Contract, coupons: list[Coupon]) -> list[Coupon]:
    """Return coupons that could be registered together."""
    fit: list[Coupon] = []
    for each in coupons:
        if not _against(w, row, [*fit, each]) - {"coupon_not_offered"}:
            fit.append(each)
    return fit


@often(90)
def register(w: World) -> None:
    row = pick(w, w.contracts, "draft", *LIVE_CONTRACT)
    if row is None:
        return
    side, why = a_side(w, row.unit, w.units)
    ready = _offered(w, row)
    ids = set(w.rng.sample(ready, min(len(ready), w.rng.choice((1, 2, 3, 3)))))
    if w.chance(0.75):
        ids = {each.pk for each in _fitting(w, row, [w.coupons[pk] for pk in ready])}
    if w.chance(0.04) and w.coupons:
        ids.add(w.rng.choice(list(w.coupons)))
    if not ids and w.chance(0.98):
        return
    chosen = [w.coupons[pk] for pk in sorted(ids)]
    why |= _against(w, row, chosen)

    def effect(_) -> None:
        _bind(w, row, chosen)

    w.attempt(
        "register_contract",
        register_contract,
        why=why,
        whole=True,
        effect=effect,
        contract_id=row.pk,
        unit_id=side,
        coupon_ids=sorted(ids),
        actor_id=w.hands[side],
    )


def _against(w: World, row: Contract, chosen: list[Coupon]) -> set[str]:
    why = state(row, "draft", *LIVE_CONTRACT)
    why |= {"redemption_open"} if live_redemption(w, row) else set()
    why |= {"sanctioned"} if w.barred(row.applicant) else set()
    why |= {"not_open_unit"} if w.units[row.unit].state != "admitted" else set()
    if not chosen:
        return why | {"coupons_missing"}
    why |= {"coupon_not_offered"} if any(each.pk not in row.offered for each in chosen) else set()
    if any(each.contract is row and each.state != "claimed" for each in chosen):
        return why | {"coupon_state"}
    versions = {each.round.policy for each in chosen}
    policy = row.policy or min(versions)
    rules = w.policies[policy]
    valid = min(_valid_until(w, each, rules) for each in chosen)
    why |= {"other_policy"} if versions != {policy} else set()
    why |= {"coupon_state"} if any(each.state != "claimed" for each in chosen) else set()
    why |= {"register_by"} if w.today > min(each.register_by for each in chosen) else set()
    why |= {"contract_dates"} if row.start > row.end else set()
    why |= {"valid_until"} if row.end > min(valid, row.valid_until or valid) else set()
    why |= _over_share(w, row, chosen)
    last = row.redeem_by or w.days.end(row.end, rules.deadlines["redeem_by"])
    return why | row.unsupported | ({"redeem_by"} if w.today > last else set())


def _over_share(w: World, row: Contract, chosen: list[Coupon]) -> set[str]:
    rules = w.policies[row.policy or min(each.round.policy for each in chosen)]
    share = (row.amount * rules.share).quantize(FEN, rounding="ROUND_FLOOR")
    return {"contract_share"} if row.total + sum(each.amount for each in chosen) > share else set()


def _valid_until(w: World, coupon: Coupon, rules: Rules) -> date:
    period = rules.deadlines["valid_until"]
    return w.days.end(coupon.claimed_on if period.start == "claim" else w.today, period)


def _bind(w: World, row: Contract, chosen: list[Coupon]) -> None:
    rules = row.rules = chosen[0].round.rules
    if row.state == "draft":
        row.state, row.policy = "registered", chosen[0].round.policy
        row.redeem_by, row.redeem_from = w.days.end(row.end, rules.deadlines["redeem_by"]), row.end
    for each in chosen:
        valid = _valid_until(w, each, rules)
        row.valid_until = min(valid, row.valid_until or valid)
        each.state, each.contract, each.registered_on = "registered", row, w.today
        each.valid_until, each.redeem_by = valid, row.redeem_by
        row.total += each.amount


@often(16)
def amend(w: World) -> None:
    row = pick(w, w.contracts, *LIVE_CONTRACT)
    if row is None or row.rules is None:
        return
    least = row.total / row.rules.share
    amount = w.rng.choice((row.amount, least, least - FEN, row.amount + 1000))
    valid = row.valid_until or row.end
    end = w.rng.choice((row.end, valid, valid + timedelta(days=1), row.start, row.start - timedelta(days=1)))
    new_by = w.days.end(end, row.rules.deadlines["redeem_by"])
    why = state(row, *LIVE_CONTRACT) | late(w, row)
    why |= {"redemption_open"} if live_redemption(w, row) else set()
    why |= {"nothing_changed"} if (amount, end) == (row.amount, row.end) else set()
    why |= {"contract_share"} if amount < least else set()
    why |= {"amount"} if amount <= 0 else set()
    why |= {"contract_dates"} if end < row.start else set()
    why |= {"valid_until"} if end > valid else set()
    why |= {"records_later"} if any(day > end for day, _ in row.records.values()) else set()
    why |= {"redeem_by"} if w.today > new_by else set()

    def effect(_) -> None:
        row.state, row.amount, row.end, row.redeem_by, row.redeem_from = "amended", amount, end, new_by, end
        for each in coupons_of(w, row, "registered"):
            each.redeem_by = new_by

    w.attempt(
        "amend_contract",
        amend_contract,
        why=why,
        effect=effect,
        contract_id=row.pk,
        unit_id=row.unit,
        amount=amount,
        end_on=end,
        reason="延期",
        actor_id=w.hands[row.unit],
    )


@often(8)
def confirm_amendment(w: World) -> None:
    row = pick(w, w.contracts, "amended")
    if row is None:
        return
    side, why = a_side(w, row.applicant, w.applicants)
    w.attempt(
        "confirm_amendment",
        contracts.confirm_amendment,
        why=why | state(row, "amended"),
        effect=lambda _: setattr(row, "state", "registered"),
        contract_id=row.pk,
        applicant_id=side,
        actor_id=w.hands[side],
    )
