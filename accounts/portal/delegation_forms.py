"""Forms of delegations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rules.delegations import DELEGABLE
from core.web.fields import DayField, TextField, state_choices
from core.web.words import WORDS


class DelegationSearchForm(forms.Form):
    """Filter of delegations."""

    state = forms.ChoiceField(label=_("状态"), choices=state_choices("delegation"), required=False)


class DelegationForm(forms.Form):
    """The colleague, the operations, the days and the reason."""

    username = TextField(label=_("代理人的用户名"), max_length=150)
    operations = forms.MultipleChoiceField(
        label=_("代理事项"),
        choices=lambda: [(each, WORDS["case_operation"][each]) for each in DELEGABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    from_on = DayField(label=_("自"))
    until_on = DayField(label=_("至"))
    reason = TextField(label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
