"""政策计算器. The answers of the rules to a case, for any policy and calendar. Pure. The apps' own rules decide."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, TypeVar

from pydantic import BaseModel

from calculator.rules import cases
from core.values.calendar import Calendar
from core.values.errors import Refusal
from core.values.money import total, yuan
from redemptions.rules.payment_windows import payment_window
from redemptions.rules.redemptions import redemption_deadline, redemption_refusals
from vouchers.rules.annual_limits import annual_limit
from vouchers.rules.claims import claim_refusals, max_amount
from vouchers.rules.deadlines import named_deadline, register_by
from vouchers.rules.document_fields import bad_field, read
from vouchers.rules.eligibility import eligibility_refusals
from vouchers.rules.payables import payable
from vouchers.rules.policies import Policy
from vouchers.rules.registrations import (
    registration_redeem_by,
    registration_refusals,
    registration_valid_until,
)
from vouchers.rules.unit_subsidies import subsidy_cap

Operation = Literal[
    "deadline", "eligibility", "annual_limit", "claim", "registration", "redemption", "payment", "subsidy"
]
Answer = dict[str, object]
Result = TypeVar("Result")


class AskedCase(BaseModel):
    """The operation that a case asks for."""

    op: Operation


def answer(*, case: object, policy: Policy, calendar: Calendar) -> Answer:
    """Return the answer to one case, without its id. BadDocument for an invalid case."""
    found = explain(case=case, policy=policy, calendar=calendar)
    refusals = found.get("refusals")
    return found | {"refusals": _codes(refusals)} if isinstance(refusals, tuple) else found


def explain(*, case: object, policy: Policy, calendar: Calendar) -> Answer:
    """Return the answer with its refusals and all their params."""
    return _OPERATIONS[read(AskedCase.model_validate, case).op](case, policy, calendar)


def _deadline(case: object, policy: Policy, calendar: Calendar) -> Answer:
    asked = read(cases.DeadlineCase.model_validate, case)
    found = _in_range(
        "start", lambda: named_deadline(name=asked.rule, start=asked.start, policy=policy, calendar=calendar)
    )
    return {
        "raw": found.raw.isoformat(),
        "deadline": found.day.isoformat(),
        "late_from": _in_range("start", lambda: found.late_from).isoformat(),
        "provisional": found.provisional,
    }


def _eligibility(case: object, policy: Policy, _calendar: Calendar) -> Answer:
    asked = cases.read_applicant(case, model=cases.EligibilityCase)
    refusals = eligibility_refusals(
        applicant=asked.applicant, on=asked.on, barred_until=asked.barred_until, policy=policy
    )
    return {"eligible": not refusals, "refusals": refusals}


def _annual_limit(case: object, policy: Policy, _calendar: Calendar) -> Answer:
    asked = cases.read_applicant(case, model=cases.ApplicantCase)
    return {"limit": yuan(annual_limit(applicant=asked.applicant, on=asked.on, policy=policy))}


def _claim(case: object, policy: Policy, _calendar: Calendar) -> Answer:
    facts = cases.read_claim(case)
    refusals = claim_refusals(facts=facts, policy=policy)
    return _verdict(refusals) | {"max_amount": yuan(max_amount(facts=facts, policy=policy))}


def _registration(case: object, policy: Policy, calendar: Calendar) -> Answer:
    facts = cases.read_registration(case)
    valid_until = _in_range("on", lambda: registration_valid_until(facts=facts, policy=policy, calendar=calendar))
    redeem_by = _in_range("contract.end", lambda: registration_redeem_by(facts=facts, policy=policy, calendar=calendar))
    for place, coupon in enumerate(facts.coupons):
        _in_range(
            f"coupons.{place}.claimed_on",
            partial(register_by, claimed_on=coupon.claimed_on, policy=policy, calendar=calendar),
        )
    refusals = registration_refusals(facts=facts, policy=policy, calendar=calendar)
    return _verdict(refusals) | {
        "valid_until": valid_until.day.isoformat(),
        "redeem_by": redeem_by.day.isoformat(),
    }


def _redemption(case: object, policy: Policy, calendar: Calendar) -> Answer:
    facts = cases.read_redemption(case)
    _in_range("contract.end", lambda: redemption_deadline(facts=facts, policy=policy, calendar=calendar))
    refusals = redemption_refusals(facts=facts, policy=policy, calendar=calendar)
    if refusals:
        return _verdict(refusals) | {"payable": None, "given_back": None}
    due = payable(coupons=facts.coupons, actual_amount=facts.actual_amount, policy=policy)
    return _verdict(refusals) | {"payable": yuan(due), "given_back": yuan(total(facts.coupons) - due)}


def _payment(case: object, policy: Policy, _calendar: Calendar) -> Answer:
    asked = read(cases.PaymentCase.model_validate, case)
    window = _in_range("approved_on", lambda: payment_window(approved_on=asked.approved_on, policy=policy))
    return {"not_before": window.not_before.isoformat(), "fiscal_year": window.fiscal_year}


def _subsidy(case: object, policy: Policy, _calendar: Calendar) -> Answer:
    asked = read(cases.SubsidyCase.model_validate, case)
    cap = subsidy_cap(
        unit_class=asked.unit_class, grade=asked.grade, third_party_tester=asked.third_party_tester, policy=policy
    )
    return {"cap": yuan(cap)}


_OPERATIONS: dict[Operation, Callable[[object, Policy, Calendar], Answer]] = {
    "deadline": _deadline,
    "eligibility": _eligibility,
    "annual_limit": _annual_limit,
    "claim": _claim,
    "registration": _registration,
    "redemption": _redemption,
    "payment": _payment,
    "subsidy": _subsidy,
}


def _verdict(refusals: Sequence[Refusal]) -> Answer:
    return {"allowed": not refusals, "refusals": refusals}


def _codes(refusals: Sequence[Refusal]) -> list[str]:
    return [refusal.code for refusal in refusals]


def _in_range(path: str, compute: Callable[[], Result]) -> Result:
    """Return a result computed from a field's day. BadDocument for that field if it would be after the year 9999."""
    try:
        return compute()
    except (OverflowError, ValueError):
        raise bad_field("field_range", field=path) from None
