"""Forms of appeals: the reasons, a file, the findings, the decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import AmountField, SearchField, TextField, state_choices
from redemptions.rules.states import AppealState
from redemptions.selectors.appeals import TO_DECIDE, TO_EXAMINE
from vouchers.portal.forms.parts import reason_field

OUTCOMES = {AppealState.DISMISSED: _("维持原决定"), AppealState.RAISED: _("提高金额")}


class AppealSearchForm(forms.Form):
    """Filter of the list of appeals."""

    state = forms.ChoiceField(
        label=_("状态"),
        choices=state_choices("appeal", (TO_EXAMINE, _("待本人审理")), (TO_DECIDE, _("待本人决定"))),
        required=False,
    )
    text = SearchField(label=_("编号、合同或单位"))


class AppealForm(forms.Form):
    """The reasons of an appeal."""

    text = TextField(
        label=_("申诉理由"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("请写明对核减或不予支持的意见、事实和依据。材料在下一页上传。"),
    )


class AppealFileForm(forms.Form):
    """A file for an appeal."""

    file = forms.FileField(label=_("文件"), max_length=400, allow_empty_file=True)


class FindingsForm(forms.Form):
    """The findings of an examination."""

    findings = TextField(label=_("审理意见"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 6}))


class DecideForm(forms.Form):
    """The decision on the appeals against one decision."""

    outcome = forms.TypedChoiceField(
        label=_("申诉决定"), choices=list(OUTCOMES.items()), coerce=AppealState, widget=forms.RadioSelect
    )
    amount = AmountField(
        label=_("提高后的金额"), required=False, help_text=_("提高金额时填写：须大于原决定金额，不超过可兑现金额。")
    )
    reason = reason_field(most=1_000)
