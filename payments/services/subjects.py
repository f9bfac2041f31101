"""Calls to higher apps: of a payment's subject (settings.PAYMENT_SUBJECTS), of the policy (settings.ACCOUNT_CHANGE_WAIT)."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils.module_loading import import_string

from core.values.calendar import Calendar
from core.values.deadlines import Deadline
from oversight.rules.stages import ORDER_STAGES, StageRule, strictest_stages
from payments.models import Payment
from payments.rules.windows import Window


def _no_stages(*, subject_ids: Sequence[int]) -> list[tuple[StageRule, ...]]:
    """Return no stages of its own: the usual ones hold."""
    return []


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentSubject:
    """The functions of a kind of subject (拨付对象).

    `windows(subject_ids=, on=)` returns by id when money that falls due on a day may be paid. `lock(subject_ids=)` locks
    the subjects, before their payments. `paid(subject_ids=, actor_id=, at=)` records that they are paid, `returned` with the
    same arguments that the bank returned what was paid. `repaid(subject_id=, amount=, actor_id=, at=)` records
    money that came back for a recovery. `stages(subject_ids=)` returns the approval stages of an order, by each policy
    that the subjects follow. The parties that a subject concerns are in settings.CASE_PARTIES.
    """

    windows: Callable[..., dict[int, Window]]
    lock: Callable[..., None]
    paid: Callable[..., None]
    returned: Callable[..., None]
    repaid: Callable[..., None]
    stages: Callable[..., list[tuple[StageRule, ...]]] = _no_stages


def get_subject(kind: str) -> PaymentSubject:
    """Return the functions of a kind of subject. KeyError for a kind that the setting does not name."""
    subject: PaymentSubject = import_string(settings.PAYMENT_SUBJECTS[kind])
    return subject


def windows_of(payments: Sequence[Payment], *, on: date) -> dict[int, Window]:
    """Return payment → its window on a day. One call per kind of subject."""
    found: dict[int, Window] = {}
    for kind, payment_ids in _by_kind(payments).items():
        windows = get_subject(kind).windows(subject_ids=sorted(payment_ids), on=on)
        found |= {payment_ids[subject_id]: window for subject_id, window in windows.items()}
    return found


def lock_subjects(payments: Sequence[Payment]) -> None:
    """Lock the subjects of payments, before their orders and the payments. One call per kind of subject."""
    for kind, payment_ids in _by_kind(payments).items():
        get_subject(kind).lock(subject_ids=sorted(payment_ids))


def stages_of(payments: Sequence[Payment]) -> tuple[StageRule, ...]:
    """Return the approval stages of an order of these payments, the strictest of their policies. One call per kind."""
    by_kind = _by_kind(payments)
    lists = [get_subject(kind).stages(subject_ids=sorted(payment_ids)) for kind, payment_ids in by_kind.items()]
    return strictest_stages([rules for each in lists for rules in each], default=ORDER_STAGES)


def notify_paid(payments: Sequence[Payment], *, actor_id: int, at: datetime) -> None:
    """Call the subjects' apps after the bank has paid. One call per kind of subject."""
    for kind, payment_ids in _by_kind(payments).items():
        get_subject(kind).paid(subject_ids=sorted(payment_ids), actor_id=actor_id, at=at)


def notify_returned(payments: Sequence[Payment], *, actor_id: int, at: datetime) -> None:
    """Call the subjects' apps after the bank has returned paid money. One call per kind of subject."""
    for kind, payment_ids in _by_kind(payments).items():
        get_subject(kind).returned(subject_ids=sorted(payment_ids), actor_id=actor_id, at=at)


def notify_recovered(payment: Payment, *, amount: Decimal, actor_id: int, at: datetime) -> None:
    """Call the subject's app after money of a locked payment came back to the treasury."""
    subject = get_subject(payment.subject_kind)
    subject.repaid(subject_id=payment.subject_id, amount=amount, actor_id=actor_id, at=at)


def wait_until(*, confirmed_on: date, calendar: Calendar) -> Deadline:
    """Return the last Beijing day on which a change of an account waits, as the policies in force say."""
    longest: Callable[..., Deadline] = import_string(settings.ACCOUNT_CHANGE_WAIT)
    return longest(confirmed_on=confirmed_on, calendar=calendar)


def _by_kind(payments: Sequence[Payment]) -> dict[str, dict[int, int]]:
    """Return kind of subject → subject → its payment, in the order of the kinds, so that locks have one order."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for payment in payments:
        found[payment.subject_kind][payment.subject_id] = payment.pk
    return dict(sorted(found.items()))
