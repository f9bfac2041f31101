"""Forms of rounds and policy versions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import AmountField, CountField, MomentField, SearchField, TextField, state_choices
from vouchers.portal.forms.parts import VersionForm, reason_field
from vouchers.rules.appropriations import FIRST_YEAR, LAST_YEAR
from vouchers.selectors.appropriations import TO_CONFIRM
from vouchers.selectors.budget_changes import TO_DECIDE
from vouchers.selectors.rounds import IN_WORK, TO_ANNOUNCE


class RoundSearchForm(forms.Form):
    """Filter of the list of rounds."""

    state = forms.ChoiceField(
        label=_("状态"),
        choices=state_choices("round", (IN_WORK, _("未结清")), (TO_ANNOUNCE, _("待本人审批"))),
        required=False,
    )
    text = SearchField(label=_("周期名称或编号"))


class RoundForm(forms.Form):
    """A new round: its policy, its window, its budget."""

    name = TextField(label=_("周期名称"), max_length=100)
    policy_version = forms.TypedChoiceField(
        label=_("政策版本"), coerce=int, help_text=_("只能选择施行中的版本；发布后不能更换。")
    )
    budget = AmountField(label=_("预算"))
    opens_at = MomentField(label=_("开放时间（北京时间）"))
    closes_at = MomentField(label=_("截止时间（北京时间）"))


class RoundEditForm(RoundForm, VersionForm):
    """The new terms of a draft, with the version that the user saw."""


class BudgetChangeSearchForm(forms.Form):
    """Filter of the list of budget changes."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("budget_change", (TO_DECIDE, _("待本人审批"))), required=False
    )
    text = SearchField(label=_("编号"))


class AppropriationSearchForm(forms.Form):
    """Filter of the list of appropriations."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("appropriation", (TO_CONFIRM, _("待本人确认"))), required=False
    )
    text = SearchField(label=_("编号"))


class AppropriationForm(forms.Form):
    """The money of a year, and the document that gives it."""

    year = CountField(label=_("年度"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    amount = AmountField(label=_("年度预算"))
    document = TextField(label=_("依据文件"), max_length=200, help_text=_("预算批复的名称和文号。"))


class BudgetForm(forms.Form):
    """A new budget and the reason."""

    budget = AmountField(label=_("调整后的预算"))
    reason = reason_field(label=_("调整原因"))
