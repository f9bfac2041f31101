"""The parties that payments and orders concern (settings.CASE_PARTIES): the payee and the parties of the subject."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from accounts.selectors.conflicts import map_case_parties
from payments.models import BankAnswerLine, Payment, PaymentOrder
from payments.selectors.order_runs import pages_of


def parties_of(payments: Collection[Payment]) -> dict[int, frozenset[int]]:
    """Return payment → its payee and the parties of its subject. One query for each kind of subject."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for payment in payments:
        by_kind[payment.subject_kind].add(payment.subject_id)
    subjects = {kind: map_case_parties(kind=kind, case_ids=ids) for kind, ids in by_kind.items()}
    return {
        payment.pk: subjects[payment.subject_kind].get(payment.subject_id, frozenset()) | {payment.payee_id}
        for payment in payments
    }


def map_payment_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return payment → its parties."""
    return parties_of(Payment.objects.filter(pk__in=case_ids))


def map_order_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return order → the parties of all its payments."""
    known = PaymentOrder.objects.filter(pk__in=case_ids).values_list("pk", flat=True)
    return {order_id: frozenset().union(*_parties_by_page(order_id)) for order_id in known}


def _parties_by_page(order_id: int) -> Iterator[frozenset[int]]:
    """Return the parties of an order's payments, a page at a time: a large order is never in memory as a whole."""
    for payments in pages_of(order_id):
        yield frozenset().union(*parties_of(payments).values())


def map_line_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return line of an answer → the parties of all payments of the order that its file is about."""
    rows = BankAnswerLine.objects.filter(pk__in=case_ids)
    orders = dict(rows.values_list("pk", "answer__order_id"))
    parties = map_order_parties(case_ids=set(orders.values()))
    return {pk: parties[order_id] for pk, order_id in orders.items()}
