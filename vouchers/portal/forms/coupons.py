"""Forms of coupons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import SearchField, state_choices
from vouchers.selectors.coupons import LIVE


class CouponFilterForm(forms.Form):
    """Filter of the list of coupons."""

    state = forms.ChoiceField(label=_("状态"), choices=state_choices("coupon", (LIVE, _("办理中"))), required=False)
    text = SearchField(label=_("券号、合同或开放单位"))


class OfferForm(forms.Form):
    """The coupons to offer for a contract."""

    coupons = forms.MultipleChoiceField(
        label=_("拟用的创新券"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一张创新券。")},
    )


class ContractFilterForm(forms.Form):
    """Filter of the list of an applicant's contracts."""

    state = forms.ChoiceField(label=_("状态"), choices=state_choices("contract"), required=False)
    text = SearchField(label=_("合同名称、编号或开放单位"))
