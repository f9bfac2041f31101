"""Forms about payments and their orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import FIRST, LAST, CountField, DayField, IdsField, SearchField, TextField, state_choices
from core.web.words import WORDS, choices
from oversight.rules.stages import Stage
from payments.rules.bank_answers import UNMATCHED, AnswerOutcome
from payments.rules.reconciliation import parse_period
from payments.selectors.bank_answers import TO_MATCH
from payments.selectors.manual_answers import TO_CONFIRM, TO_CONFIRM_MATCH
from payments.selectors.payments import ON_THE_WAY, TO_APPROVE, TO_SIGN


class PaymentSearchForm(forms.Form):
    """Search of payments."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("payment", (ON_THE_WAY, _("待到账"))), required=False
    )
    text = SearchField(label=_("收款单位或事项"))


class OrderSearchForm(forms.Form):
    """Search of orders."""

    state = forms.ChoiceField(
        label=_("状态"),
        choices=state_choices("payment_order", (TO_SIGN, _("待本人会签")), (TO_APPROVE, _("待本人审批"))),
        required=False,
    )


class PrepareForm(forms.Form):
    """The payments to put on an order; the service refuses those that may not be paid."""

    payments = IdsField(label=_("待拨付款项"), widget=forms.CheckboxSelectMultiple)


class BuildForm(forms.Form):
    """The kind of the accounts to which everything that is due is paid."""

    kind = forms.ChoiceField(label=_("账户类别"), choices=lambda: choices("account_kind"), widget=forms.RadioSelect)


class StageForm(forms.Form):
    """The stage that the page showed; the service says if it is not the next one."""

    stage = forms.ChoiceField(choices=[(each.value, each.value) for each in Stage], widget=forms.HiddenInput)


class ExportForm(forms.Form):
    """The format of the file for the bank; the page offers those for the order's accounts."""

    format = forms.ChoiceField(label=_("文件格式"), widget=forms.RadioSelect)


class AnswerForm(forms.Form):
    """A file with the bank's answer to an order, and its format."""

    format = forms.ChoiceField(label=_("回盘格式"), choices=lambda: choices("answer_format"), widget=forms.RadioSelect)
    file = forms.FileField(label=_("回盘文件"), max_length=200, allow_empty_file=True)


def verdict_choices() -> list[tuple[str, str]]:
    """Return the verdicts of lines that fit nothing with their words, after an empty choice and TO_MATCH."""
    first = [("", str(_("全部"))), (TO_MATCH, str(_("待匹配")))]
    return [*first, *((each.value, str(WORDS["line_verdict"][each])) for each in UNMATCHED)]


class UnmatchedSearchForm(forms.Form):
    """Search of the lines that fit nothing."""

    verdict = forms.ChoiceField(label=_("结果"), choices=verdict_choices, required=False)
    text = SearchField(label=_("流水号、户名或原因"))


class YearSearchForm(forms.Form):
    """The fiscal year of the orders."""

    year = CountField(label=_("财政年度"), min_value=FIRST.year, max_value=LAST.year, required=False)


class PeriodField(forms.CharField):
    """A calendar month: 2026-11. Its value is the first day."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"type": "month"})
        super().__init__(**{"widget": widget, "max_length": 7, **options})

    def clean(self, value: Any) -> Any:  # the stubs of a CharField call it a str
        text = super().clean(value)
        try:
            return parse_period(text) if text else None
        except ValueError:
            raise forms.ValidationError(_("请填写月份，例如 2026-11。"), code="invalid") from None


class EntrySearchForm(forms.Form):
    """The period and the kind of entries."""

    period = PeriodField(label=_("月份"), required=False)
    kind = forms.ChoiceField(label=_("分录"), choices=lambda: [("", _("全部")), *choices("entry_kind")], required=False)


class ManualAnswerForm(forms.Form):
    """What the bank did, with its day, the reason and its paper; the page offers the outcomes for the payment's state."""

    outcome = forms.TypedChoiceField(label=_("银行结果"), coerce=AnswerOutcome, widget=forms.RadioSelect)
    said_on = DayField(label=_("银行办理日期"))
    reason = TextField(
        label=_("原因"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("失败或退汇时必填，照银行回单填写。"),
    )
    file = forms.FileField(label=_("银行回单"), max_length=400, allow_empty_file=True)


class ManualAnswerSearchForm(forms.Form):
    """Search of answers entered by hand."""

    state = forms.ChoiceField(
        label=_("状态"),
        choices=state_choices(
            "manual_answer", (TO_CONFIRM, _("待本人复核的登记")), (TO_CONFIRM_MATCH, _("待本人复核的匹配"))
        ),
        required=False,
    )
    text = SearchField(label=_("拨付编号"))


class MatchForm(forms.Form):
    """The attempt that a line is about; the page offers those of its amount."""

    number = forms.ChoiceField(label=_("对应的流水号"), widget=forms.RadioSelect)


class VersionForm(forms.Form):
    """The version that the user saw, so that what was changed since is not signed unseen."""

    version = CountField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class ProposeClosingForm(forms.Form):
    """The month to close, as the page showed it."""

    period = PeriodField(label=_("月份"))


class ClosingSearchForm(forms.Form):
    """Filter of the list of closings."""

    state = forms.ChoiceField(label=_("状态"), choices=state_choices("period_closing"), required=False)


class ReasonForm(forms.Form):
    """The reason."""

    reason = TextField(label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
