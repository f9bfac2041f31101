"""Forms about sanctions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import DayField, SearchField, TextField, state_choices
from core.web.words import WORDS, choices
from oversight.rules.sanctions import LASTING
from oversight.selectors.sanctions import TO_DECIDE, TO_LIFT


class SanctionSearchForm(forms.Form):
    """Filters of the list of sanctions."""

    state = forms.ChoiceField(
        label=_("状态"),
        choices=state_choices("sanction", (TO_DECIDE, _("待本人决定")), (TO_LIFT, _("待本人确认解除"))),
        required=False,
    )
    measure = forms.ChoiceField(label=_("措施"), choices=lambda: choices("measure", first=_("全部")), required=False)
    text = SearchField(label=_("编号或单位"))


class PartySearchForm(forms.Form):
    """Search of the party that a measure is proposed against."""

    text = SearchField(label=_("名称或统一社会信用代码"))


def _lasting() -> list[tuple[str, str]]:
    return [(code, str(WORDS["measure"][code])) for code in LASTING]


class ProposeForm(forms.Form):
    """A proposed measure."""

    measure = forms.ChoiceField(label=_("措施"), choices=_lasting, widget=forms.RadioSelect)
    begins_on = DayField(label=_("起始日期"), help_text=_("决定时已到的，决定后立即生效。"))
    until = DayField(
        label=_("截止日期"), help_text=_("当日仍然有效。取消申报资格最长三十六个月，暂停资金拨付最长十二个月。")
    )
    reason = TextField(
        label=_("事实和依据"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("会告知该单位。"),
    )


class StatementForm(forms.Form):
    """The statement of the party; empty where it made none."""

    statement = TextField(
        label=_("陈述申辩"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("该单位没有陈述申辩的，期满后自动进入决定。"),
    )


class AnswerForm(forms.Form):
    """The own statement of the party."""

    statement = TextField(
        label=_("陈述申辩"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写明事实、理由和要求。"),
    )


class ReasonForm(forms.Form):
    """The reason of a step."""

    reason = TextField(label=_("理由"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))
