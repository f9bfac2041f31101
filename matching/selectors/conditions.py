"""What a contract will ask of a request. The app above provides it: settings.PROJECT_CONDITIONS names the provider."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from core.values.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedProject:
    """The facts of a request that a contract is made from (合作项目信息). Yuan, Beijing days.

    `coupon_amount` and `needed_by` are None while the applicant has not decided them.
    """

    applicant_id: int
    categories: frozenset[str]
    amount: Decimal
    statutory_testing: bool
    municipal_funding: bool
    coupon_amount: Decimal | None
    needed_by: date | None
    answer_by: date


class HeldCoupon(Protocol):
    """A claimed coupon (已申领的创新券), in yuan. It lapses unless a contract registers it by `register_by`.

    `valid_until` is the day it is valid until if it is registered on its last day.
    """

    @property
    def amount(self) -> Decimal: ...
    @property
    def register_by(self) -> date: ...
    @property
    def valid_until(self) -> date: ...


class ProjectConditions(Protocol):
    """The interface that the app of vouchers implements."""

    def coupons(self, *, applicant_id: int, at: datetime) -> Sequence[HeldCoupon]:
        """Return the coupons that the applicant can still register, the earliest last day first."""

    def refusals(self, *, project: RequestedProject, at: datetime) -> tuple[Refusal, ...]:
        """Return every reason why the request can never become a contract with coupons."""


def condition_refusals(*, project: RequestedProject, at: datetime) -> tuple[Refusal, ...]:
    """Return every reason why the request can never become a contract with coupons."""
    return _provider().refusals(project=project, at=at)


def list_held_coupons(*, applicant_id: int, at: datetime) -> Sequence[HeldCoupon]:
    """Return the coupons that the applicant can still register, the earliest last day first."""
    return _provider().coupons(applicant_id=applicant_id, at=at)


def _provider() -> ProjectConditions:
    provider: ProjectConditions = import_string(settings.PROJECT_CONDITIONS)
    return provider
