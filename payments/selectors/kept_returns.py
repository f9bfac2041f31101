"""Reads of returned money that was kept as repayment."""

from collections.abc import Collection

from payments.models import KeptReturn, Payment
from payments.rules.states import PaymentState
from payments.selectors.cases import parties_of

KIND = "kept_return"
"""The kind of subject of a payment that pays the rest again."""


def find_kept_return(payment_id: int) -> KeptReturn | None:
    """Return what became of the returned money of a payment, or None where it was not returned and kept."""
    return KeptReturn.objects.filter(payment=payment_id).first()


def find_rest(kept: KeptReturn) -> Payment | None:
    """Return the payment that pays the rest again, or None where all was kept."""
    return Payment.objects.filter(subject_kind=KIND, subject_id=kept.pk).first()


def find_first_payment(payment: Payment) -> Payment | None:
    """Return the payment whose rest this one pays again, or None."""
    return map_originals([payment.subject_id]).get(payment.subject_id) if payment.subject_kind == KIND else None


def is_rest_unpaid(payment_id: int) -> bool:
    """Whether money of the payment was returned, and its rest is not paid again yet."""
    kept = find_kept_return(payment_id)
    rest = find_rest(kept) if kept else None
    return rest is not None and rest.state != PaymentState.PAID


def map_originals(kept_ids: Collection[int]) -> dict[int, Payment]:
    """Return kept return → the payment that was returned. One query."""
    rows = KeptReturn.objects.filter(pk__in=kept_ids).select_related("payment").order_by("pk")
    return {row.pk: row.payment for row in rows}


def map_kept_return_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return kept return → the parties of the payment that was returned (settings.CASE_PARTIES)."""
    originals = map_originals(case_ids)
    parties = parties_of(originals.values())
    return {pk: parties[payment.pk] for pk, payment in originals.items()}
