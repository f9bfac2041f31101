"""Forms of contracts and service records."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import (
    AmountField,
    CountField,
    IdsField,
    LabelField,
    NumberField,
    SearchField,
    TextField,
    state_choices,
)
from core.web.words import choices
from vouchers.portal.forms.parts import day_field, reason_field
from vouchers.selectors.contracts import UNDER_WAY

MINE = {"unit": _("本单位"), "applicant": _("申领单位")}


class ContractSearchForm(forms.Form):
    """Filter of the list of contracts."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("contract", (UNDER_WAY, _("履行中和待兑现"))), required=False
    )
    text = SearchField(label=_("合同名称、编号或单位"))


class TermsForm(forms.Form):
    """The terms of a contract."""

    reference = LabelField(label=_("合同编号"), max_length=60, help_text=_("本单位内不重复。"))
    title = TextField(label=_("合同名称"), max_length=200)
    category = forms.ChoiceField(label=_("服务类别"), choices=choices("service_category"))
    amount = AmountField(label=_("合同金额"), help_text=_("创新券支付额不得超过合同金额的规定比例。"))
    signed_on = day_field(label=_("签订日期"))
    start_on = day_field(label=_("开始日期"))
    end_on = day_field(label=_("结束日期"), help_text=_("不得晚于创新券的有效期。"))
    shortfall_bearer = forms.ChoiceField(
        label=_("差额承担方"),
        choices=list(MINE.items()),
        widget=forms.RadioSelect,
        help_text=_("创新券未能足额兑现时，差额由谁承担。"),
    )
    related_party = forms.BooleanField(label=_("合同双方存在关联关系"), required=False)


class TermsChangeForm(TermsForm):
    """Changed terms of a draft, with the version that the user saw."""

    version = CountField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class RegisterForm(forms.Form):
    """The offered coupons to register."""

    coupons = IdsField(label=_("登记的创新券"), widget=forms.CheckboxSelectMultiple)


class AmendForm(forms.Form):
    """The amended amount and end, and the reason."""

    amount = AmountField(label=_("合同金额"))
    end_on = day_field(label=_("结束日期"))
    reason = reason_field(label=_("变更原因"))


class RecordForm(forms.Form):
    """A service record: the day, the service, the hours, the counted units of its price, the amount in yuan."""

    done_on = day_field(label=_("服务日期"))
    service = forms.TypedChoiceField(label=_("服务项目"), required=False, coerce=int, empty_value=None)
    hours = NumberField(label=_("机时"), min_value=0, max_digits=8, decimal_places=2)
    quantity = NumberField(
        label=_("数量"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
        help_text=_("按服务项目的计价单位计，例如样品数、件数、天数；按小时计价的不填。"),
    )
    amount = AmountField(
        label=_("金额"),
        min_value=0,
        required=False,
        help_text=_("不填即按公布价格 × 机时或数量计算。"),
    )
    description = TextField(label=_("服务内容"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
