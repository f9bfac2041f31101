"""Calls to higher apps: of a payment's subject (settings.PAYMENT_SUBJECTS), of the policy (settings.ACCOUNT_CHANGE_WAIT)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.module_loading import import_string

from core.values.calendar import Calendar
from core.values.deadlines import Deadline
from payments.models import Payment
from payments.rules.windows import Window


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentSubject:
    """The functions of a kind of subject (拨付对象).

    `windows(subject_ids=, on=)` returns by id when money that falls due on a day may be paid. `lock(subject_id=)` locks the
    subject, before its payment. `paid(subject_id=, actor_id=, at=)` records that it is paid. The parties that a subject
    concerns are in settings.CASE_PARTIES.
    """

    windows: Callable[..., dict[int, Window]]
    lock: Callable[..., None]
    paid: Callable[..., None]


def get_subject(kind: str) -> PaymentSubject:
    """Return the functions of a kind of subject. KeyError for a kind that the setting does not name."""
    subject: PaymentSubject = import_string(settings.PAYMENT_SUBJECTS[kind])
    return subject


def windows_of(payments: Sequence[Payment], *, on: date) -> dict[int, Window]:
    """Return payment → its window on a day. One call per kind of subject."""
    by_kind: dict[str, dict[int, int]] = defaultdict(dict)
    for payment in payments:
        by_kind[payment.subject_kind][payment.subject_id] = payment.pk
    found: dict[int, Window] = {}
    for kind, payment_ids in by_kind.items():
        windows = get_subject(kind).windows(subject_ids=_ids(payment_ids), on=on)
        found |= {payment_ids[subject_id]: window for subject_id, window in windows.items()}
    return found


def notify_paid(payment: Payment, *, actor_id: int, at: datetime) -> None:
    """Call the subject's app after its payment was confirmed."""
    get_subject(payment.subject_kind).paid(subject_id=payment.subject_id, actor_id=actor_id, at=at)


def wait_until(*, confirmed_on: date, calendar: Calendar) -> Deadline:
    """Return the last Beijing day on which a change of an account waits, as the policies in force say."""
    longest: Callable[..., Deadline] = import_string(settings.ACCOUNT_CHANGE_WAIT)
    return longest(confirmed_on=confirmed_on, calendar=calendar)


def _ids(ids: Collection[int]) -> list[int]:
    return sorted(ids)
