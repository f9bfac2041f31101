"""Forms of policy versions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import state_choices
from vouchers.selectors.policies import TO_APPROVE


class PolicySearchForm(forms.Form):
    """Filter of the list of policy versions."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("policy", (TO_APPROVE, _("待本人批准"))), required=False
    )


class PolicyApprovalForm(forms.Form):
    """The warnings of a draft, each to be acknowledged. The service refuses an approval that leaves one out."""

    acknowledged = forms.MultipleChoiceField(
        label=_("我已核对并确认以下提示"), widget=forms.CheckboxSelectMultiple, required=False
    )
