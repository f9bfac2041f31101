"""Forms about projects."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import AmountField, DayField, SearchField, TextField, state_choices


class RequestForm(forms.Form):
    """A request: the service needed and the declarations of the applicant."""

    title = TextField(label=_("项目名称"), max_length=200)
    description = TextField(
        label=_("需求说明"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("样品、指标、数量、期望完成时间等；没有选定服务项目时必填。"),
    )
    expected_amount = AmountField(label=_("预计合同金额"))
    coupon_amount = AmountField(
        label=_("拟用创新券金额"),
        required=False,
        help_text=_("本项目想用创新券支付多少；未定可不填。填写后核对比例（第十二条）和所持创新券的期限（第十五条）。"),
    )
    needed_by = DayField(
        label=_("期望完成日期"), required=False, help_text=_("未定可不填；填写后核对创新券到时是否仍有效（第十五条）。")
    )
    statutory_testing = forms.BooleanField(label=_("属于强制检测或法定检测"), required=False)
    municipal_funding = forms.BooleanField(label=_("本项目已获得市级财政科技资金支持"), required=False)


class ProjectFilterForm(forms.Form):
    """Search of projects."""

    state = forms.ChoiceField(label=_("状态"), choices=state_choices("project"), required=False)
    text = SearchField(label=_("项目、服务或开放单位"))


class AskedFilterForm(forms.Form):
    """Search of received requests."""

    state = forms.ChoiceField(label=_("状态"), choices=state_choices("project"), required=False)
    text = SearchField(label=_("项目、服务或申领单位"))


class DeclineForm(forms.Form):
    """The reason to decline a request."""

    reason = TextField(label=_("谢绝理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
