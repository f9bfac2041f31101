"""Questions to the calculator."""

from django import forms
from django.utils.translation import gettext_lazy as _

RULES = {
    "register_by": _("登记期限（自领券之日起）"),
    "valid_until": _("有效期（自登记之日起）"),
    "redeem_by": _("兑现期限（自合同结束之日起）"),
    "publicity": _("公示期（自公示之日起）"),
    "correction": _("补正期限（自退回之日起）"),
}


class DeadlineForm(forms.Form):
    """Which deadline, counted from which day."""

    rule = forms.ChoiceField(label=_("期限"), choices=list(RULES.items()))
    start = forms.DateField(
        label=_("起算日"), widget=forms.DateInput(attrs={"type": "date", "min": "2023-10-01", "max": "2099-12-31"})
    )
