"""Pairs: registrations, amendments and redemptions of contracts."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from facilities.services.units import strike_off_unit
from redemptions.models import Redemption
from redemptions.services.expiries import expire_corrections, expire_drafts
from redemptions.services.redemptions import start_redemption, submit_redemption, update_redemption
from tests.concurrency.interleaving.claims import lapsing, returning
from tests.concurrency.interleaving.pairs import Meeting, Work, ignore, pair
from tests.factories import redemptions as make
from tests.factories.contracts import draft, offer, offer_unchecked, registered, terms, unit, work
from tests.factories.rounds import LATE, coupon, enterprise, round_
from vouchers.models import Coupon, ServiceContract
from vouchers.services.amendments import amend_contract
from vouchers.services.contracts import close_ended_contracts, complete_contract, update_contract
from vouchers.services.lapses import lapse_unredeemed
from vouchers.services.registrations import register_contract
from vouchers.services.service_records import Work as Done
from vouchers.services.service_records import add_service_record
from vouchers.services.terminations import return_coupons_of_unit, terminate_contract

LAST_SECOND = LATE - timedelta(seconds=1)
NUMBER = "26" + "1" * 18


def registering(row: ServiceContract, *coupons: Coupon) -> Work:
    """Register in the last second, as the unit."""
    ids = [coupon.pk for coupon in coupons]
    return partial(
        register_contract, contract_id=row.pk, unit_id=row.unit_id, coupon_ids=ids, actor_id=1, at=LAST_SECOND
    )


def amending(row: ServiceContract, amount: str) -> Work:
    """Amend the amount, as the unit."""
    actor = make.user().pk
    return partial(
        amend_contract,
        contract_id=row.pk,
        unit_id=row.unit_id,
        amount=Decimal(amount),
        end_on=row.end_on,
        reason="工作量变化",
        actor_id=actor,
        at=LAST_SECOND,
    )


def terminating(row: ServiceContract) -> Work:
    """Terminate the contract, as the unit."""
    ending = partial(terminate_contract, contract_id=row.pk, unit_id=row.unit_id, reason="双方协商")
    return partial(ending, actor_id=1, at=LAST_SECOND)


def starting(row: ServiceContract) -> Work:
    """Draft a redemption, as the unit."""
    return partial(start_redemption, contract_id=row.pk, unit_id=row.unit_id, actor_id=1, at=make.DONE)


def submitting(row: Redemption) -> Work:
    """Submit a redemption in the last second, as the unit."""
    submit = partial(submit_redemption, redemption_id=row.pk, unit_id=row.unit_id, version=None)
    return partial(submit, actor_id=1, at=make.LAST_SECOND)


@pair("register × lapse")
def register_and_lapse() -> Meeting:
    one = coupon()
    row = draft(applicant=one.applicant, of=unit())
    offer(row, one)
    return Meeting(a=registering(row, one), b=lapsing(), afterwards=lapsing())


@pair("register × return")
def register_and_return() -> Meeting:
    one = coupon()
    row = draft(applicant=one.applicant, of=unit())
    offer(row, one)
    return Meeting(a=registering(row, one), b=returning(one))


@pair("register × register: one coupon on two contracts")
def one_coupon_twice() -> Meeting:
    one = coupon()
    rows = [draft(applicant=one.applicant, of=unit()) for _ in range(2)]
    for row in rows:
        offer(row, one)
    return Meeting(a=registering(rows[0], one), b=registering(rows[1], one))


@pair("register × register: one contract with room for one")
def share_of_a_contract() -> Meeting:
    owner, in_round = enterprise(), round_()
    coupons = [coupon(of=owner, in_round=in_round, amount="40000.00") for _ in range(2)]
    row = draft(applicant=owner, of=unit(), amount=Decimal("100000.00"))
    offer_unchecked(row, *coupons)
    return Meeting(a=registering(row, coupons[0]), b=registering(row, coupons[1]))


@pair("register × striking the unit off")
def register_and_strike_off() -> Meeting:
    one, of = coupon(), unit()
    row = draft(applicant=one.applicant, of=of)
    offer(row, one)

    def strike_off() -> None:
        strike_off_unit(unit_id=of.pk, reason="违规", actor_id=1, at=LAST_SECOND)
        return_coupons_of_unit(unit_id=of.pk, reason="违规", actor_id=1, at=LAST_SECOND)

    return Meeting(a=registering(row, one), b=strike_off)


@pair("register × change of the draft")
def register_and_change() -> Meeting:
    one = coupon()
    row = draft(applicant=one.applicant, of=unit())
    offer(row, one)
    row.refresh_from_db()
    change = partial(update_contract, contract_id=row.pk, unit_id=row.unit_id, version=row.version)
    lower = partial(change, terms=terms(amount=Decimal("80000.00")), actor_id=1, at=LAST_SECOND)
    return Meeting(a=registering(row, one), b=lower)


@pair("amend × register")
def amend_and_register() -> Meeting:
    owner, in_round = enterprise(), round_()
    coupons = [coupon(of=owner, in_round=in_round) for _ in range(2)]
    row = registered(coupons[0])
    offer(row, coupons[1])
    return Meeting(a=amending(row, "120000.00"), b=registering(row, coupons[1]))


@pair("amend × terminate")
def amend_and_terminate() -> Meeting:
    row = registered(coupon())
    work(row)
    return Meeting(a=amending(row, "120000.00"), b=terminating(row))


@pair("terminate × service record")
def terminate_and_record() -> Meeting:
    row, actor = registered(coupon()), make.user().pk
    done = Done(
        service_id=None, done_on=date(2026, 3, 10), hours=Decimal(8), amount=Decimal("1.00"), description="测试"
    )
    record = partial(add_service_record, contract_id=row.pk, unit_id=row.unit_id, work=done, actor_id=actor)
    return Meeting(a=terminating(row), b=partial(record, at=LAST_SECOND))


@pair("terminate × draft of a redemption")
def terminate_and_start() -> Meeting:
    row = registered(coupon())
    start = partial(start_redemption, contract_id=row.pk, unit_id=row.unit_id, actor_id=1, at=LAST_SECOND)
    return Meeting(a=terminating(row), b=start)


@pair("complete × terminate")
def complete_and_terminate() -> Meeting:
    row = registered(coupon())
    complete = partial(complete_contract, contract_id=row.pk, unit_id=row.unit_id, actor_id=1, at=LAST_SECOND)
    return Meeting(a=complete, b=terminating(row))


@pair("draft × draft: two redemptions of one contract")
def start_twice() -> Meeting:
    row = make.contract()
    return Meeting(a=starting(row), b=starting(row))


@pair("submit × lapse")
def submit_and_lapse() -> Meeting:
    lapse = partial(lapse_unredeemed, at=make.TOO_LATE, progress=ignore)
    return Meeting(a=submitting(make.complete()), b=lapse, afterwards=lapse)


@pair("submit × submit: a second click")
def submit_twice() -> Meeting:
    row = make.complete()
    return Meeting(a=submitting(row), b=submitting(row))


@pair("submit × submit: one invoice in two redemptions")
def one_invoice() -> Meeting:
    rows = [make.complete(number=NUMBER) for _ in range(2)]
    return Meeting(a=submitting(rows[0]), b=submitting(rows[1]))


@pair("submit × change of the actual amount")
def submit_and_change() -> Meeting:
    row = make.complete()
    change = partial(update_redemption, redemption_id=row.pk, unit_id=row.unit_id, version=None, own_payment=None)
    return Meeting(
        a=submitting(row), b=partial(change, actual_amount=Decimal("60000.00"), actor_id=1, at=make.LAST_SECOND)
    )


@pair("submit × expiry of the draft")
def submit_and_expire() -> Meeting:
    expire = partial(expire_drafts, at=make.TOO_LATE, progress=ignore)
    return Meeting(a=submitting(make.complete()), b=expire, afterwards=expire)


@pair("correct × expiry of the correction")
def correct_and_expire() -> Meeting:
    row = make.returned(at=make.LAST_SECOND)
    late = make.LAST_SECOND + timedelta(days=14, seconds=1)
    submit = partial(submit_redemption, redemption_id=row.pk, unit_id=row.unit_id, version=None, actor_id=1)
    expire = partial(expire_corrections, at=late, progress=ignore)
    return Meeting(a=partial(submit, at=late - timedelta(seconds=1)), b=expire, afterwards=expire)


@pair("draft × closing of the contract whose coupons have lapsed")
def start_and_close() -> Meeting:
    row = make.contract()
    lapse_unredeemed(at=make.TOO_LATE, progress=ignore)
    start = partial(start_redemption, contract_id=row.pk, unit_id=row.unit_id, actor_id=1, at=make.LAST_SECOND)
    close = partial(close_ended_contracts, at=make.TOO_LATE, progress=ignore)
    return Meeting(a=start, b=close, afterwards=close)
