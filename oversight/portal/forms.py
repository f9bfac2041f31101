"""Forms about objections."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import SearchField, TextField, state_choices
from oversight.rules.states import ObjectionState
from oversight.selectors.notices import TO_DECIDE

OUTCOMES = {ObjectionState.DISMISSED: _("异议不成立"), ObjectionState.UPHELD: _("异议成立")}


class ObjectForm(forms.Form):
    """An objection by a member of the public: the item, the objector, a contact, and the grounds."""

    item = forms.TypedChoiceField(label=_("公示事项"), coerce=int)
    objector = TextField(label=_("姓名或单位名称"), max_length=100)
    contact = TextField(
        label=_("联系方式"), max_length=200, help_text=_("电话或电子邮箱；加密保存，仅用于核实，不对外公开。")
    )
    text = TextField(
        label=_("异议内容"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("请写明事实和依据。"),
    )


class ObjectionSearchForm(forms.Form):
    """Filters of the list of objections."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("objection", (TO_DECIDE, _("待本人处理"))), required=False
    )
    text = SearchField(label=_("公示事项"))


class FindingsForm(forms.Form):
    """The findings of an investigation."""

    findings = TextField(label=_("核查情况"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 6}))


class OutcomeForm(forms.Form):
    """The decision on an objection and its reason."""

    outcome = forms.TypedChoiceField(
        label=_("处理结果"), choices=list(OUTCOMES.items()), coerce=ObjectionState, widget=forms.RadioSelect
    )
    reason = TextField(label=_("理由"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))


class RevealForm(forms.Form):
    """The reason for which the objector's contact is shown."""

    reason = TextField(label=_("查看理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
