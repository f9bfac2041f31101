"""What a contract will ask of a request: the provider that settings.PROJECT_CONDITIONS names."""

from collections.abc import Sequence
from datetime import date, datetime

from core.timekeeping.calendars import get_calendar
from core.values.calendar import Calendar
from core.values.errors import Refusal
from matching.selectors.conditions import RequestedProject
from vouchers.models import Coupon
from vouchers.rules.deadlines import valid_until
from vouchers.rules.policies import Policy
from vouchers.rules.project_requests import HeldCoupon, RequestFacts, request_refusals
from vouchers.selectors.coupons import list_offerable_coupons
from vouchers.selectors.policies import get_guiding_policy, get_policy
from vouchers.selectors.rounds import list_announced_rounds


class ConditionsOfContracts:
    """The interface matching.selectors.conditions.ProjectConditions, by this app's rules."""

    def refusals(self, *, project: RequestedProject, at: datetime) -> tuple[Refusal, ...]:
        """Return every reason why the request can never become a contract with coupons."""
        coupons = _usable(project.applicant_id, at=at)
        facts = RequestFacts(
            categories=project.categories,
            amount=project.amount,
            statutory_testing=project.statutory_testing,
            municipal_funding=project.municipal_funding,
            coupon_amount=project.coupon_amount,
            needed_by=project.needed_by,
            answer_by=project.answer_by,
            coupons=_held(coupons),
        )
        return request_refusals(facts=facts, policies=_policies(coupons, at=at))

    def coupons(self, *, applicant_id: int, at: datetime) -> tuple[HeldCoupon, ...]:
        """Return the coupons that the applicant can still register, the earliest last day first."""
        return tuple(
            sorted(_held(_usable(applicant_id, at=at)), key=lambda coupon: (coupon.register_by, coupon.amount))
        )


def _usable(applicant_id: int, *, at: datetime) -> list[Coupon]:
    return list(list_offerable_coupons(applicant_id=applicant_id, at=at).select_related("round"))


def _policies(coupons: Sequence[Coupon], *, at: datetime) -> list[Policy]:
    """Return the policies of coupons that the applicant holds or can still claim, else the one that guides applicants."""
    versions = [coupon.round.policy_version_id for coupon in coupons]
    versions += [round_.policy_version_id for round_ in list_announced_rounds(at=at)]
    guiding = get_guiding_policy(at=at)
    return [get_policy(pk) for pk in dict.fromkeys(versions)] or ([guiding] if guiding else [])


def _held(coupons: Sequence[Coupon]) -> tuple[HeldCoupon, ...]:
    calendar = get_calendar()
    return tuple(
        HeldCoupon(amount=each.amount, register_by=each.register_by, valid_until=_last_day(each, calendar=calendar))
        for each in coupons
    )


def _last_day(coupon: Coupon, *, calendar: Calendar) -> date:
    last = valid_until(
        claimed_on=coupon.claimed_on,
        registered_on=coupon.register_by,
        policy=get_policy(coupon.round.policy_version_id),
        calendar=calendar,
    )
    return last.day


PROJECT_CONDITIONS = ConditionsOfContracts()
