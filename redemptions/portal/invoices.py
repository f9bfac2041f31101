"""Pages for the invoices of a redemption."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from core.web.confirm_pages import StepPage
from core.web.pages import Context, Files
from redemptions.portal.forms.invoices import MOST_INVOICES, InvoiceFormSet, InvoiceRows
from redemptions.portal.unit_redemptions import OfClaimant
from redemptions.rules.invoices import InvoiceFacts
from redemptions.services.invoices import set_invoices


class EnterInvoices(OfClaimant, StepPage):
    """Replace all invoices of the redemption. Rows are added and removed without a script; nothing is saved before."""

    machine = "redemption"
    template = "redemptions/redemption/invoices.html"
    done = gettext_lazy("发票已保存。")

    def context(self) -> Context:
        return {"redemption": self.redemption, "contract": self.redemption.contract}

    @cached_property
    def _first(self) -> Context:
        """Return the initial values of the first row: without invoices the actual amount is proposed."""
        if self.redemption.invoices.all():
            return self._blank
        return {**self._blank, "amount": self.redemption.actual_amount}

    @cached_property
    def _blank(self) -> Context:
        """Return the initial values of a new row: the two parties of the contract."""
        applicant, unit = self.redemption.applicant, self.redemption.unit.party
        return {"buyer_name": applicant.name, "buyer_uscc": applicant.uscc or "", "seller_uscc": unit.uscc or ""}

    def make_form(
        self, data: QueryDict | None = None, files: "Files | None" = None, *, initial: Context | None = None
    ) -> Any:  # a formset, with the methods of a form that pages use
        if data is not None:
            unfilled = [self._first, *[self._blank] * (MOST_INVOICES - 1)]
            return InvoiceFormSet(data, initial=unfilled, prefix="row")
        kept = [{name: getattr(each, name) for name in FIELDS} for each in self.redemption.invoices.all()]
        return self._rows(kept or [self._first])

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        if "add" in request.POST or "remove" in request.POST:
            return self.page(HTTPStatus.OK, form=self._rows(self._changed_rows()), key=uuid4(), refusals=[])
        return super().post(request, **ids)

    def execute(self, data: Any, **ids: int) -> Model:
        invoices = [InvoiceFacts(**each) for each in data if each.get("number")]
        return set_invoices(invoices=invoices, version=None, **self.who())

    def _rows(self, rows: Sequence[Context]) -> InvoiceRows:
        return InvoiceFormSet(initial=list(rows), prefix="row")

    def _changed_rows(self) -> list[Context]:
        """Return the rows that were sent, with one added or one removed."""
        sent = self.request.POST
        count = min(_number(sent.get("row-TOTAL_FORMS", "")), MOST_INVOICES)
        rows: list[Context] = [{name: sent.get(f"row-{place}-{name}", "") for name in FIELDS} for place in range(count)]
        if "remove" in sent:
            gone = _number(sent["remove"])
            return [row for place, row in enumerate(rows) if place != gone] or [self._blank]
        return [*rows, self._blank][:MOST_INVOICES]


FIELDS = ("code", "number", "issued_on", "amount", "buyer_name", "buyer_uscc", "seller_uscc")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
