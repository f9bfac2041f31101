"""Forms about declared interests."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.selectors.interests import TO_DECIDE
from core.web.fields import CodeField, DayField, TextField, state_choices
from core.web.words import choices

FIRST = date(1949, 10, 1)


class CorrectionSearchForm(forms.Form):
    """Filter of the list of corrections."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("interest_correction", (TO_DECIDE, _("待本人确认"))), required=False
    )


class InterestForm(forms.Form):
    """A party by name or code, the relation, and the days."""

    party_name = TextField(label=_("单位名称"), max_length=200, required=False, help_text=_("名称和代码至少填写一项。"))
    uscc = CodeField(
        label=_("统一社会信用代码"), max_length=40, required=False, help_text=_("单位尚未在本系统注册的，也请申报。")
    )
    relation = forms.ChoiceField(label=_("关系"), choices=lambda: choices("relation"), widget=forms.RadioSelect)
    note = TextField(label=_("说明"), max_length=200, required=False, help_text=_("不要填写他人的证件号码。"))
    since = DayField(label=_("起始日"), first=FIRST)
    until = DayField(
        label=_("终止日"), required=False, first=FIRST, help_text=_("仍在持续的不填。终止后三年内仍须回避。")
    )
