"""Deadlines that are due soon, and the parties they concern."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from accounts.rules.roles import APPLICANT_ROLES, SIDE_ROLES, UNIT_ROLES
from matching.selectors.projects import list_unanswered_due
from payments.selectors.recoveries import list_due
from redemptions.models import Redemption
from redemptions.rules.appeals import Appellant
from redemptions.rules.states import RedemptionState
from redemptions.selectors.appeals import list_unanswered
from vouchers.models import Coupon, ServiceContract
from vouchers.rules.coupon_numbers import coupon_number
from vouchers.rules.states import CouponState

DAYS_OVER = (1, 7, 14, 21, 28)
"""The days after a missed instalment on which the debtor is reminded again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A deadline that is due soon (到期提醒): its subject, its party, its day."""

    kind: str
    subject_id: int
    party_id: int
    roles: frozenset[str]
    label: str
    day: date
    days_left: int


def iterate_due(*, today: date, days_ahead: Sequence[int]) -> Iterator[Due]:
    """Yield every deadline that is so many days away. The number of queries does not depend on how many there are."""
    days = [today + timedelta(days=ahead) for ahead in days_ahead]
    for project in list_unanswered_due(days=days).iterator(chunk_size=2000):
        yield _due(
            "reminder.answer_by", project.pk, project.unit_id, UNIT_ROLES, project.title, project.answer_by, today
        )
    for row in Coupon.objects.filter(state=CouponState.CLAIMED, register_by__in=days).iterator(chunk_size=2000):
        number = coupon_number(year=row.year, coupon_id=row.pk)
        yield _due("reminder.register_by", row.pk, row.applicant_id, APPLICANT_ROLES, number, row.register_by, today)
    for contract in _unredeemed(days).iterator(chunk_size=2000):
        day = contract.redeem_by or today
        for party_id, roles in ((contract.unit_id, UNIT_ROLES), (contract.applicant_id, APPLICANT_ROLES)):
            yield _due("reminder.redeem_by", contract.pk, party_id, roles, contract.title, day, today)
    returned = Redemption.objects.filter(state=RedemptionState.RETURNED, correct_by__in=days).select_related("contract")
    for redemption in returned.iterator(chunk_size=2000):
        label, day = redemption.contract.title, redemption.correct_by or today
        yield _due("reminder.correct_by", redemption.pk, redemption.unit_id, UNIT_ROLES, label, day, today)
    yield from _appealable(days, today=today)
    for part in list_due(days=[*days, *(today - timedelta(days=late) for late in DAYS_OVER)]).iterator(chunk_size=2000):
        kind = "reminder.repay_by" if part.due_on >= today else "reminder.repay_late"
        debt = part.recovery
        yield _due(kind, debt.pk, debt.party_id, SIDE_ROLES, debt.payment.label, part.due_on, today)


def _appealable(days: list[date], *, today: date) -> Iterator[Due]:
    for decided in list_unanswered(Appellant.UNIT, days=days).iterator(chunk_size=2000):
        label, day = decided.contract.title, decided.appeal_by or today
        yield _due("reminder.appeal_by", decided.pk, decided.unit_id, UNIT_ROLES, label, day, today)
    for decided in list_unanswered(Appellant.APPLICANT, days=days).iterator(chunk_size=2000):
        label, day = decided.contract.title, decided.appeal_by or today
        yield _due("reminder.appeal_by", decided.pk, decided.applicant_id, APPLICANT_ROLES, label, day, today)


def _unredeemed(days: list[date]) -> QuerySet[ServiceContract]:
    return ServiceContract.objects.filter(coupons__state=CouponState.REGISTERED, redeem_by__in=days).distinct()


def _due(kind: str, subject_id: int, party_id: int, roles: frozenset[str], label: str, day: date, today: date) -> Due:
    return Due(
        kind=kind,
        subject_id=subject_id,
        party_id=party_id,
        roles=roles,
        label=label,
        day=day,
        days_left=(day - today).days,
    )
