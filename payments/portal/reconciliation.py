"""Pages of the reconciliation (对账): of an order, a period and a fiscal year."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.table_export import Cell, Column
from core.values.deadlines import beijing_day
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES
from core.web.words import WORDS
from payments.portal.forms import EntrySearchForm, YearSearchForm
from payments.rules.reconciliation import EntryKind, Figures, outcome_of, period_of
from payments.selectors.closings import count_closings_to_propose, list_closings_of, map_standings
from payments.selectors.payments import OrderRow, get_visible_order
from payments.selectors.reconciliation import (
    AttemptRow,
    figures_of_order,
    figures_of_row,
    find_period,
    list_periods,
    list_years,
    search_entries,
    search_reconciled,
    visible_attempts,
)

FIGURES = (
    ("ordered", gettext_lazy("已编入拨款单（笔）"), gettext_lazy("已编入拨款单（元）")),
    ("paid", gettext_lazy("已到账（笔）"), gettext_lazy("已到账（元）")),
    ("failed", gettext_lazy("失败与退汇（笔）"), gettext_lazy("失败与退汇（元）")),
    ("open", gettext_lazy("未了结（笔）"), gettext_lazy("未了结（元）")),
    ("returned", gettext_lazy("其中退汇（笔）"), gettext_lazy("其中退汇（元）")),
)
"""Figure of orders → the headings of its number and its sum in an export."""


class Overview(Page):
    """The fiscal years and the periods, with their figures."""

    operation = "reconciliation.read"
    template = "payments/reconciliation/overview.html"

    def context(self) -> Context:
        today, standings = beijing_day(self.at), map_standings()
        return {
            "years": list_years(),
            "periods": [(each, standings.get(each.period)) for each in list_periods(today=today)],
            "can_close": self.may("period_closing.propose") and count_closings_to_propose(today=today) > 0,
        }


class YearPage(ListPage):
    """The orders of a fiscal year with their figures, by default of the present one."""

    operation = "reconciliation.read"
    template = "payments/reconciliation/year.html"
    form_class = YearSearchForm
    export_name = "year-reconciliation"

    @cached_property
    def year(self) -> int:
        """The fiscal year of the query; a wrong one shows no orders, and the present year's figures."""
        form = YearSearchForm(self.request.GET)
        return (form.cleaned_data["year"] if form.is_valid() else None) or beijing_day(self.at).year

    def context(self) -> Context:
        return {"year": self.year, "found": next((each for each in list_years() if each.year == self.year), None)}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_reconciled(self.actor, fiscal_year=self.year)

    def page(self, status: int = HTTPStatus.OK, **extra: Any) -> HttpResponse:
        """Render the page, each order with its figures."""
        rows = [(order, figures_of_row(order)) for order in extra["page"].rows]
        return super().page(status, rows=rows, **extra)

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("拨款单"), value=lambda row: row[0].number),
            Column(label=_("状态"), value=lambda row: str(STATES["payment_order"][row[0].state][0])),
            *(
                Column(label=label, value=_cell(name, part))
                for name, count, amount in FIGURES
                for part, label in (("count", str(count)), ("amount", str(amount)))
            ),
        )

    def exported(self, rows: Iterator[OrderRow]) -> Iterable[tuple[OrderRow, Figures]]:
        return ((order, figures_of_row(order)) for order in rows)


class PeriodPage(ListPage):
    """The entries of a period, by default of the present month, with its figures."""

    operation = "reconciliation.read"
    template = "payments/reconciliation/period.html"
    form_class = EntrySearchForm
    sorts = ("day",)
    export_name = "period-reconciliation"

    @cached_property
    def period(self) -> date:
        """The period of the query; a wrong one shows no entries, and the present period's figures."""
        form = EntrySearchForm(self.request.GET)
        form.is_valid()
        return form.cleaned_data.get("period") or period_of(beijing_day(self.at))

    def context(self) -> Context:
        found = find_period(self.period, today=beijing_day(self.at))
        return {"period": self.period, "found": found, "closings": list_closings_of(self.period)}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_entries(self.actor, period=self.period, kind=wanted.get("kind", ""))

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("日期"), value=lambda row: row.day),
            Column(label=_("分录"), value=lambda row: str(WORDS["entry_kind"][row.kind])),
            Column(label=_("流水号"), value=lambda row: row.attempt.number),
            Column(label=_("拨款单"), value=lambda row: row.attempt.order.number),
            Column(label=_("财政年度"), value=lambda row: row.attempt.order.fiscal_year),
            Column(label=_("事项"), value=lambda row: row.attempt.payment.label),
            Column(label=_("收款单位"), value=lambda row: row.attempt.payment.payee.name),
            Column(label=_("金额（元）"), value=lambda row: row.amount),
            Column(label=_("登记时间"), value=lambda row: row.recorded_at),
        )


class OrderAttempts(ListPage):
    """The attempts of an order, with what became of each."""

    operation = "reconciliation.read"
    template = "payments/reconciliation/order.html"
    sorts = ("position",)
    export_name = "order-reconciliation"

    @cached_property
    def order(self) -> OrderRow:
        """The order of the address."""
        return get_visible_order(self.actor, self.kwargs["pk"])

    def context(self) -> Context:
        return {"order": self.order, "figures": figures_of_order(self.order)}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return visible_attempts(self.actor).filter(order=self.order.pk)

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("流水号"), value=lambda row: row.number),
            Column(label=_("事项"), value=lambda row: row.payment.label),
            Column(label=_("收款单位"), value=lambda row: row.payment.payee.name),
            Column(label=_("收款账户"), value=lambda row: row.account.masked),
            Column(label=_("金额（元）"), value=lambda row: row.amount),
            Column(label=_("结果"), value=outcome_word),
            Column(label=_("送银行日"), value=lambda row: row.sent_on),
            Column(label=_("到账日"), value=lambda row: row.paid_on),
            Column(label=_("失败日"), value=lambda row: row.failed_on),
            Column(label=_("退汇日"), value=lambda row: row.returned_on),
        )


def outcome_word(row: AttemptRow) -> str:
    """Return the word for what became of an attempt."""
    return str(WORDS["entry_kind"][outcome_of({kind: getattr(row, f"{kind}_on") for kind in EntryKind})])


def _cell(name: str, part: str) -> Callable[[tuple[OrderRow, Figures]], Cell]:
    """Return a function from a row of the year's export to one number of its figures."""

    def value(row: tuple[OrderRow, Figures]) -> Cell:
        found: Cell = getattr(getattr(row[1], name), part)
        return found

    return value
