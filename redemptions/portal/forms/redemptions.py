"""Forms of redemptions: amounts, evidence, withdrawal, the formal check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import AmountField, SearchField, TextField, state_choices
from core.web.words import WORDS
from redemptions.selectors.evidence import UPLOADED_KINDS
from redemptions.selectors.redemptions import CARRIED, LIVE, TO_DECIDE, UNCOLLECTED
from vouchers.portal.forms.parts import VersionForm, fault_field, reason_field


class RedemptionSearchForm(forms.Form):
    """Filter of the list of redemptions."""

    state = forms.ChoiceField(
        label=_("状态"),
        choices=state_choices(
            "redemption",
            (LIVE, _("办理中")),
            (UNCOLLECTED, _("待归集")),
            (CARRIED, _("已结转")),
            (TO_DECIDE, _("已结转，待本人批准")),
        ),
        required=False,
    )
    text = SearchField(label=_("编号、合同或单位"))


class AmountsForm(VersionForm):
    """The actual amount of the contract and the applicant's own payment."""

    actual_amount = AmountField(
        label=_("实际发生金额"), help_text=_("已按服务记录合计预填；可兑现金额不超过实际发生金额的规定比例。")
    )
    own_payment = AmountField(
        label=_("申领单位自付金额"), min_value=0, required=False, help_text=_("以付款凭证为准；未付清可暂不填。")
    )


class EvidenceForm(forms.Form):
    """A file and its kind of evidence."""

    kind = forms.ChoiceField(
        label=_("材料类别"), choices=lambda: [(kind, WORDS["evidence_kind"][kind]) for kind in UPLOADED_KINDS]
    )
    file = forms.FileField(label=_("文件"), max_length=400, allow_empty_file=True)


class SubmitForm(VersionForm):
    """The submission; after a return with an answer in writing."""

    answer = TextField(
        label=_("补正说明"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("逐条说明怎样处理了退回的事项；没有改动任何内容时必填。"),
    )


class WithdrawForm(VersionForm):
    """The reason of a withdrawal and the side at fault."""

    reason = reason_field(label=_("撤回原因"))
    fault = fault_field(initial="unit")


class ReturnForm(VersionForm):
    """The required correction and the side at fault."""

    reason = reason_field(
        label=_("需要补正的内容"), most=1_000, help_text=_("每行写一项；开放单位须改动，或逐条书面答复。")
    )
    fault = fault_field()
