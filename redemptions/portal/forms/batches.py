"""Forms of batches and decisions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import AmountField, IdsField, SearchField, TextField, state_choices
from core.web.words import choices
from oversight.rules.stages import Stage
from redemptions.selectors.batches import NOTICE_OVER, TO_APPROVE, TO_CLEAR, TO_SIGN
from vouchers.portal.forms.parts import VersionForm, fault_field, reason_field


class BatchSearchForm(forms.Form):
    """Filter of the list of batches."""

    state = forms.ChoiceField(
        label=_("状态"),
        choices=state_choices(
            "batch",
            (NOTICE_OVER, _("公示期满")),
            (TO_CLEAR, _("待本人复核")),
            (TO_SIGN, _("待本人会签")),
            (TO_APPROVE, _("待本人审批")),
        ),
        required=False,
    )
    text = SearchField(label=_("批次名称"))


class StageForm(VersionForm):
    """The stage that the page showed; the service says if it is not the next one."""

    stage = forms.ChoiceField(choices=[(each.value, each.value) for each in Stage], widget=forms.HiddenInput)


class BatchForm(forms.Form):
    """The title of a batch."""

    title = TextField(label=_("批次名称"), max_length=200, help_text=_("公示时使用，例如“2026 年第一批”。"))


class CollectForm(forms.Form):
    """The redemptions to collect in a batch."""

    redemptions = IdsField(label=_("兑现申请"), widget=forms.CheckboxSelectMultiple)


class DecisionForm(VersionForm):
    """The decision that a batch recommends for a redemption."""

    decision = forms.ChoiceField(label=_("评审意见"), choices=choices("decision"), widget=forms.RadioSelect)
    amount = AmountField(label=_("核减后的金额"), required=False, help_text=_("只在核减时填写。"))
    reason = reason_field(most=1_000, required=False, help_text=_("核减或不予支持必须说明理由。"))
    fault = fault_field(required=False)

    def clean(self) -> dict[str, object]:
        """Require amount, reason and fault where the decision needs them, each at its field."""
        data = super().clean() or {}
        decision = data.get("decision")
        if decision in ("reduce", "reject"):
            for name in ("reason", "fault", *(["amount"] if decision == "reduce" else [])):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("核减或不予支持时，此项必填。"))
        return data
