"""What is paid for, seen from here: a kind, an id, and three questions that its app answers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.module_loading import import_string

from payments.models import Payment
from payments.rules.windows import Window


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentSubject:
    """What settings.PAYMENT_SUBJECTS names for a kind of subject (拨付对象).

    `windows(subject_ids=, on=)` says by id when money that falls due on a day may be paid; `lock(subject_id=)` takes the
    subject's locks, which come before a payment's; `paid(subject_id=, actor_id=, at=)` moves it on.
    """

    windows: Callable[..., dict[int, Window]]
    lock: Callable[..., None]
    paid: Callable[..., None]


def get_subject(kind: str) -> PaymentSubject:
    """The app that answers for a kind of subject. KeyError for a kind nobody answers for."""
    subject: PaymentSubject = import_string(settings.PAYMENT_SUBJECTS[kind])
    return subject


def windows_of(payments: Sequence[Payment], *, on: date) -> dict[int, Window]:
    """Payment → its window as the rules see it on a day: one question a kind of subject."""
    by_kind: dict[str, dict[int, int]] = defaultdict(dict)
    for payment in payments:
        by_kind[payment.subject_kind][payment.subject_id] = payment.pk
    found: dict[int, Window] = {}
    for kind, payment_ids in by_kind.items():
        windows = get_subject(kind).windows(subject_ids=_ids(payment_ids), on=on)
        found |= {payment_ids[subject_id]: window for subject_id, window in windows.items()}
    return found


def tell_paid(payment: Payment, *, actor_id: int, at: datetime) -> None:
    """Move the subject of a paid payment on."""
    get_subject(payment.subject_kind).paid(subject_id=payment.subject_id, actor_id=actor_id, at=at)


def _ids(ids: Collection[int]) -> list[int]:
    return sorted(ids)
