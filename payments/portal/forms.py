"""Forms about payments and their orders."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import SearchField, TextField, state_choices
from payments.selectors.payments import ON_THE_WAY


class PaymentSearchForm(forms.Form):
    """Search of payments."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("payment", (ON_THE_WAY, _("待到账"))), required=False
    )
    text = SearchField(label=_("收款单位或事项"))


class OrderSearchForm(forms.Form):
    """Search of orders."""

    state = forms.ChoiceField(label=_("状态"), choices=state_choices("payment_order"), required=False)


class PrepareForm(forms.Form):
    """The payments to put on an order; the service refuses those that may not be paid."""

    payments = forms.TypedMultipleChoiceField(label=_("待拨付款项"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent: Sequence[str] = self.data.getlist("payments") if hasattr(self.data, "getlist") else ()
        known = [(text, text) for text in sent if text.isascii() and text.isdigit() and 0 < int(text[:20]) < 2**63]
        self.fields["payments"].choices = known  # type: ignore[attr-defined]


class ExportForm(forms.Form):
    """The format of the file for the bank; the page offers those for the order's accounts."""

    format = forms.ChoiceField(label=_("文件格式"), widget=forms.RadioSelect)


class ReasonForm(forms.Form):
    """The reason."""

    reason = TextField(label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
