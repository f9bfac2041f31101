"""Forms of invoices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import AmountField, CodeField, TextField
from core.web.pages import FormData
from vouchers.portal.forms.parts import day_field


class InvoiceForm(forms.Form):
    """An invoice. A fully digital one has 20 digits and no code."""

    code = CodeField(label=_("发票代码"), max_length=20, required=False)
    number = CodeField(label=_("发票号码"), max_length=40)
    issued_on = day_field(label=_("开票日期"))
    amount = AmountField(label=_("价税合计"))
    buyer_name = TextField(label=_("购买方名称"), max_length=200)
    buyer_uscc = CodeField(label=_("购买方信用代码"), max_length=40, required=False)
    seller_uscc = CodeField(label=_("销售方信用代码"), max_length=40)


class InvoiceRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """The rows of invoices, of which empty ones are ignored. Sending the same form twice gives the same rows."""

    def invoices(self) -> list[FormData]:
        """Return the rows that were filled in."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


MOST_INVOICES = 100


InvoiceFormSet: type[InvoiceRows] = forms.formset_factory(  # type: ignore[assignment]
    InvoiceForm, formset=InvoiceRows, extra=0, max_num=MOST_INVOICES, absolute_max=MOST_INVOICES
)
