"""Forms about recoveries and repayments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import AmountField, CodeField, CountField, DayField, SearchField, TextField, state_choices
from payments.rules.recoveries import MOST_INSTALMENTS
from payments.selectors.recoveries import OWED, TO_CONFIRM, TO_DECIDE, TO_WRITE_OFF


class RecoverySearchForm(forms.Form):
    """Filters of the list of recoveries."""

    state = forms.ChoiceField(
        label=_("状态"),
        choices=state_choices(
            "recovery",
            (OWED, _("尚未还清")),
            (TO_DECIDE, _("待本人决定")),
            (TO_CONFIRM, _("还款待本人复核")),
            (TO_WRITE_OFF, _("核销待本人确认")),
        ),
        required=False,
    )
    text = SearchField(label=_("编号、单位或事项"))


class ProposeForm(forms.Form):
    """A proposed recovery."""

    amount = AmountField(label=_("追回金额"))
    reason = TextField(
        label=_("事实和依据"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("会告知该单位。"),
    )


class StatementForm(forms.Form):
    """The statement of the debtor, recorded by an officer."""

    statement = TextField(
        label=_("陈述申辩"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("该单位没有陈述申辩的，期满后自动进入决定。"),
    )


class AnswerForm(forms.Form):
    """The own statement of the debtor."""

    statement = TextField(
        label=_("陈述申辩"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写明事实、理由和要求。"),
    )


class ScheduleForm(forms.Form):
    """The schedule of a decided recovery."""

    first_due_on = DayField(label=_("首期还款期限"), help_text=_("一次还清的，即还款期限。"))
    count = CountField(
        label=_("期数"),
        min_value=1,
        max_value=MOST_INSTALMENTS,
        initial=1,
        help_text=_("逐月等额，余数计入最后一期；一次还清的填 1。"),
    )


class RepaymentForm(forms.Form):
    """A repayment with the bank's paper."""

    amount = AmountField(label=_("还款金额"))
    paid_on = DayField(label=_("到账日期"))
    reference = CodeField(label=_("银行流水号"), max_length=100)
    file = forms.FileField(label=_("银行回单"), max_length=400, allow_empty_file=True)


class LongReasonForm(forms.Form):
    """The reason of a step."""

    reason = TextField(label=_("理由"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))
