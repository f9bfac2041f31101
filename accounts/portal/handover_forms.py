"""Forms to hand a case over and to name a substitute."""

from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.selectors.handovers import TO_DECIDE, TO_TAKE
from core.access.checks import cases
from core.messages.tables import Text
from core.web.fields import ObjectField, TextField, object_id, state_choices
from core.web.words import WORDS


def _operations() -> Iterator[tuple[str, Text]]:
    """Return the operations on a case as choices."""
    known = (operation for operation, kind in cases().items() if kind in settings.CASE_PARTIES)
    return ((operation, WORDS["case_operation"][operation]) for operation in known)


class HandOverSearchForm(forms.Form):
    """Filter of the list of hand-overs."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("hand_over", (TO_TAKE, _("移交给我的待办"))), required=False
    )


class SubstitutionSearchForm(forms.Form):
    """Filter of the list of substitutions."""

    state = forms.ChoiceField(
        label=_("状态"), choices=state_choices("substitution", (TO_DECIDE, _("待本人确认"))), required=False
    )


class HandOverForm(forms.Form):
    """The colleague and the reason."""

    username = forms.ChoiceField(label=_("移交给"), widget=forms.RadioSelect)
    reason = TextField(label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SubstituteForm(forms.Form):
    """The case, the person and the reason."""

    operation = forms.ChoiceField(label=_("事项"), choices=_operations)
    case_id = ObjectField(
        label=_("编号"), help_text=_("事项的编号，例如 DX2026-0000004；没有这种编号的，填页面地址中的数字。")
    )
    username = TextField(label=_("代办人的用户名"), max_length=150)
    reason = TextField(label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_case_id(self) -> int:
        """Return the id of the case. The operation, a field before it, says of which kind it is."""
        kind = cases().get(self.cleaned_data.get("operation", ""), "")
        return object_id(self.cleaned_data["case_id"], kind=kind)
