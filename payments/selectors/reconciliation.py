"""Reads of the reconciliation: figures of an order, a period and a fiscal year, and the entries and attempts they come from."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models import Sum as Total
from django.db.models.functions import ExtractYear, TruncMonth

from core.access.checks import may
from core.values.actors import Actor
from core.values.money import ZERO
from payments.models import Payment, PaymentAttempt, PaymentOrder, ReconciliationEntry
from payments.rules.reconciliation import (
    NOTHING,
    DueFigures,
    EntryKind,
    Figures,
    PeriodFigures,
    Sum,
    Sums,
    figures_by_period,
    next_period,
    order_figures,
    period_figures,
    period_of,
    unanswered,
)
from payments.rules.states import CANCELLED_ORDERS, UNORDERED_PAYMENTS, UNSENT_ORDERS, OrderState, PaymentState
from payments.selectors.closings import find_last_closed, list_closed

AttemptRow: TypeAlias = PaymentAttempt
"""The type of a row, for pages and views, which may not import models."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """A fiscal year: the figures of its orders, and what is due beside them."""

    year: int
    figures: Figures
    due: DueFigures


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A period by its first day, with its figures."""

    period: date
    figures: PeriodFigures


def visible_entries(actor: Actor) -> QuerySet[ReconciliationEntry]:
    """Every entry for those who may read the reconciliation, none for others."""
    rows = ReconciliationEntry.objects.select_related("attempt__order", "attempt__payment__payee", "attempt__account")
    return rows if may(actor, "reconciliation.read") else rows.none()


def visible_attempts(actor: Actor) -> QuerySet[PaymentAttempt]:
    """Every attempt with the days of its entries (`sent_on`, `paid_on`, `failed_on`, `returned_on`), as above."""
    rows = PaymentAttempt.objects.select_related("order", "payment__payee", "account")
    days = {f"{kind}_on": Min("entries__day", filter=Q(entries__kind=kind)) for kind in EntryKind}
    return rows.annotate(**days) if may(actor, "reconciliation.read") else rows.none()


def list_attempts_of(actor: Actor, *, order_id: int, limit: int) -> list[PaymentAttempt]:
    """Return the first attempts of an order, in the order of its file."""
    return list(visible_attempts(actor).filter(order=order_id).order_by("position")[:limit])


def figures_of_order(order: PaymentOrder) -> Figures:
    """Return the figures of an order. One query."""
    entries = ReconciliationEntry.objects.filter(attempt__order=order.pk)
    sums = sum_entries(entries)
    return order_figures(sums, unsent=_unsent(order, sums))


def sum_entries(rows: QuerySet[ReconciliationEntry]) -> Sums:
    """Return kind → the sum of these entries. One query."""
    found = rows.order_by().values("kind").annotate(count=Count("pk"), total=Total("amount"))
    return {each["kind"]: Sum(count=each["count"], amount=each["total"]) for each in found}


def search_entries(actor: Actor, *, period: date, kind: str = "") -> QuerySet[ReconciliationEntry]:
    """The entries of a period, by kind; none except for those who may read the reconciliation."""
    rows = visible_entries(actor).filter(day__gte=period, day__lt=next_period(period))
    return rows.filter(kind=EntryKind(kind)) if kind else rows


def search_reconciled(actor: Actor, *, fiscal_year: int) -> QuerySet[PaymentOrder]:
    """The orders of a fiscal year that are not cancelled, each with its sums for `figures_of_row`; none except as above."""
    rows = PaymentOrder.objects.filter(fiscal_year=fiscal_year).exclude(state__in=CANCELLED_ORDERS)
    sums: dict[str, Any] = {}
    for kind in EntryKind:
        mine = Q(attempts__entries__kind=kind)
        sums[f"{kind}_count"] = Count("attempts__entries", filter=mine)
        sums[f"{kind}_total"] = Total("attempts__entries__amount", filter=mine)
    return rows.annotate(**sums) if may(actor, "reconciliation.read") else rows.none()


def figures_of_row(order: PaymentOrder) -> Figures:
    """Return the figures of an order of `search_reconciled`. No query."""
    sums: Sums = {
        kind: Sum(count=getattr(order, f"{kind}_count"), amount=getattr(order, f"{kind}_total") or ZERO)
        for kind in EntryKind
    }
    return order_figures(sums, unsent=_unsent(order, sums))


def list_years() -> list[Year]:
    """Return the fiscal years with orders or payments, the newest first. Four queries."""
    due = _due_by_year()
    entries = ReconciliationEntry.objects.annotate(key=F("attempt__order__fiscal_year"))
    sent = _sums_by(entries.filter(kind=EntryKind.SENT, attempt__order__state=OrderState.SENDING))
    unsent = PaymentOrder.objects.filter(state__in=UNSENT_ORDERS).order_by().values(key=F("fiscal_year"))
    open_orders = {
        each["key"]: Sum(count=each["n"], amount=each["yuan"]) - sent.get(each["key"], {}).get(EntryKind.SENT, NOTHING)
        for each in unsent.annotate(n=Total("count"), yuan=Total("total"))
    }
    sums = _sums_by(entries)
    return [
        Year(year=year, figures=order_figures(sums.get(year, {}), unsent=open_orders.get(year, NOTHING)), due=due[year])
        for year in sorted({*due, *open_orders, *sums}, reverse=True)
    ]


def list_periods(*, today: date) -> list[Period]:
    """Return the periods from the first with entries until that of today, the newest first. Two queries.

    The closed ones have their closed figures; only entries of open ones are read.
    """
    closed = [Period(period=each.period, figures=each.figures) for each in list_closed()]
    start, opening = _after(closed[-1].period, closed[-1].figures) if closed else (date.min, NOTHING)
    sums = _sums_by(ReconciliationEntry.objects.filter(day__gte=start).annotate(key=TruncMonth("day")))
    first = start if closed else min(sums, default=date.max)
    found = figures_by_period(sums, first=first, until=period_of(today), opening=opening)
    return [*closed, *(Period(period=period, figures=figures) for period, figures in found)][::-1]


def sum_period(period: date) -> PeriodFigures:
    """Return the figures of a period from its entries and from the last period closed before it. Three queries."""
    last = find_last_closed(before=period)
    start, opening = _after(last.period, last.figures) if last else (date.min, NOTHING)
    rows = ReconciliationEntry.objects.filter(day__gte=start)
    return period_figures(
        opening=opening + unanswered(sum_entries(rows.filter(day__lt=period))),
        within=sum_entries(rows.filter(day__gte=period, day__lt=next_period(period))),
    )


def find_period(period: date, *, today: date) -> Period | None:
    """Return a period that has begun, with its figures; None before the first entry. Two queries."""
    return next((each for each in list_periods(today=today) if each.period == period), None)


def _after(period: date, figures: PeriodFigures) -> tuple[date, Sum]:
    """Return the first day after a closed period, and what is open on it."""
    return next_period(period), figures.closing


def _unsent(order: PaymentOrder, sums: Sums) -> Sum:
    """Return what of an order is not sent yet: nothing of one that is sent or cancelled."""
    if order.state not in UNSENT_ORDERS:
        return NOTHING
    return Sum(count=order.count, amount=order.total) - sums.get(EntryKind.SENT, NOTHING)


def _sums_by(rows: QuerySet[Any]) -> dict[Any, dict[str, Sum]]:
    """Return key → kind → the sum of these entries, which have a `key`. One query."""
    sums: dict[Any, dict[str, Sum]] = defaultdict(dict)
    for each in rows.order_by().values("key", "kind").annotate(n=Count("pk"), yuan=Total("amount")):
        sums[each["key"]][each["kind"]] = Sum(count=each["n"], amount=each["yuan"])
    return sums


def _due_by_year() -> dict[int, DueFigures]:
    """Return fiscal year → what is due beside its orders. One query."""
    rows = (
        Payment.objects.exclude(state=PaymentState.CANCELLED)
        .order_by()
        .values("fiscal_year", approved=ExtractYear("approved_on"))
    )
    waiting = Q(state__in=UNORDERED_PAYMENTS)
    found = rows.annotate(
        n=Count("pk"), yuan=Total("amount"), due=Count("pk", filter=waiting), due_yuan=Total("amount", filter=waiting)
    )
    years: dict[int, dict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    for each in found:
        year, approved, every = each["fiscal_year"], each["approved"], Sum(count=each["n"], amount=each["yuan"])
        years[year]["unordered"] += Sum(count=each["due"], amount=each["due_yuan"] or ZERO)
        if approved < year:
            years[year]["rolled_in"] += every
            years[approved]["rolled_out"] += every
    return defaultdict(DueFigures, {year: DueFigures(**parts) for year, parts in years.items()})
