"""The form of the ledger."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import DayField
from vouchers.selectors.ledger import list_round_choices


class LedgerSearchForm(forms.Form):
    """Filter of the movements: a round, and the Beijing days from which and to which they are shown."""

    round = forms.TypedChoiceField(
        label=_("发放周期"),
        choices=lambda: [("", _("全部")), *list_round_choices()],
        coerce=int,
        empty_value=None,
        required=False,
    )
    since = DayField(label=_("自"), required=False)
    until = DayField(label=_("至"), required=False)
