"""The form of a claim."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import AmountField


class ClaimForm(forms.Form):
    """The amount to claim, in yuan."""

    amount = AmountField(label=_("申领金额"))
