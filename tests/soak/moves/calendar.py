"""Holiday notices of future years, and the deadlines that they change."""

from datetime import date, timedelta

from core.timekeeping.holiday_notices import DayEntry
from deadlines.services.recounts import enter_notice
from tests.soak.days import LAST_KNOWN
from tests.soak.model import UNDER_WAY, Coupon
from tests.soak.moves import often
from tests.soak.moves.finding import coupons_of
from tests.soak.world import World


@often(14)
def enter_a_notice(w: World) -> None:
    """Enter a missing notice, some weeks before the year or late; provisional deadlines follow."""
    year = LAST_KNOWN + 1 + len(w.days.notices)
    if w.chance(0.1):
        year = w.rng.choice((LAST_KNOWN, year - 1))
    elif (year - 1, 11) > (w.today.year, w.today.month):
        return
    days = _notice(w, year)
    known = year <= LAST_KNOWN or year in w.days.notices
    entries = [DayEntry(day=day, kind="makeup_workday" if on else "off", name="节") for day, on in days.items()]

    def effect(_) -> None:
        w.days.notices[year] = days
        _count_anew(w)

    w.attempt(
        "enter_notice",
        enter_notice,
        why={"calendar_year_known"} if known else (),
        effect=effect,
        year=year,
        days=entries,
        source="通知",
        actor_id=w.rng.choice(w.officers),
    )


def _notice(w: World, year: int) -> dict[date, bool]:
    begins = date(year, 1, 21) + timedelta(days=w.rng.randrange(29))
    off = {begins + timedelta(days=number) for number in range(8)}
    off |= {date(year, 10, number) for number in range(1, 8)} | {date(year, 5, number) for number in range(1, 6)}
    off |= {date(year, 1, number) for number in range(1, w.rng.choice((2, 4)))} | {date(year, 4, 5)}
    made_up = [begins - timedelta(days=number) for number in range(1, 9)]
    made_up += [date(year, 9, number) for number in range(20, 31)] + [date(year, 10, number) for number in range(8, 13)]
    weekend = [day for day in made_up if day.weekday() >= 5 and day not in off]
    return dict.fromkeys(off, False) | dict.fromkeys(w.rng.sample(weekend, min(3, len(weekend))), True)


def _count_anew(w: World) -> None:
    """Recompute deadlines, never to an earlier day than shown."""
    for row in w.notices.values():
        if not row.ended and any(each.batch is row.batch for each in w.redemptions.values()):
            row.ends = max(row.ends, w.days.working(row.published_on, 5))
    for redemption in w.redemptions.values():
        periods = redemption.contract.rules.deadlines if redemption.contract.rules else {}
        if redemption.state == "returned" and redemption.returned_on and redemption.correct_by:
            again = w.days.end(redemption.returned_on, periods["correction"])
            redemption.correct_by = max(redemption.correct_by, again)
        if redemption.state in ("decided", "appealed") and redemption.notified_on and redemption.appeal_by:
            redemption.appeal_by = max(redemption.appeal_by, w.days.end(redemption.notified_on, periods["appeal"]))
    _count_contracts_anew(w)


def _count_contracts_anew(w: World) -> None:
    for contract in w.contracts.values():
        if contract.state in UNDER_WAY and contract.redeem_from and contract.redeem_by and contract.rules:
            again = w.days.end(contract.redeem_from, contract.rules.deadlines["redeem_by"])
            contract.redeem_by = max(contract.redeem_by, again)
    for coupon in w.coupons.values():
        _count_coupon_anew(w, coupon)
    for contract in w.contracts.values():
        valid = [each.valid_until for each in coupons_of(w, contract, "registered", "in_redemption")]
        if contract.state in UNDER_WAY and valid and contract.valid_until:
            contract.valid_until = max(contract.valid_until, min(day for day in valid if day))


def _count_coupon_anew(w: World, coupon: Coupon) -> None:
    periods = coupon.round.rules.deadlines
    if coupon.state == "claimed":
        coupon.register_by = max(coupon.register_by, w.days.end(coupon.claimed_on, periods["register_by"]))
    elif coupon.state in ("registered", "in_redemption") and coupon.registered_on and coupon.valid_until:
        start = coupon.claimed_on if periods["valid_until"].start == "claim" else coupon.registered_on
        coupon.valid_until = max(coupon.valid_until, w.days.end(start, periods["valid_until"]))
        coupon.redeem_by = coupon.contract.redeem_by if coupon.contract else None
