"""Pages of the reconciliation (对账): of an order, a period and a fiscal year."""

from collections.abc import Sequence
from functools import cached_property

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.files.table_export import Column
from core.web.pages import Context, FormData, ListPage
from core.web.words import WORDS
from payments.rules.reconciliation import EntryKind, outcome_of
from payments.selectors.payments import OrderRow, get_visible_order
from payments.selectors.reconciliation import AttemptRow, figures_of_order, visible_attempts


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
