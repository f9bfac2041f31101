"""Form fields and small forms that forms of vouchers and redemptions share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import CountField, DayField, Label, SearchField, TextField
from core.web.words import choices


def day_field(*, label: Label, required: bool = True, help_text: Label = "") -> DayField:
    """Return a field for a Beijing day."""
    return DayField(label=label, required=required, help_text=help_text)


def reason_field(*, label: Label = "", most: int = 500, required: bool = True, help_text: Label = "") -> TextField:
    """Return a field for a reason of at most `most` characters."""
    return TextField(
        label=label or _("理由"),
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=required,
        help_text=help_text,
    )


def fault_field(*, required: bool = True, initial: str | None = None) -> forms.ChoiceField:
    """Return a field for the side at fault (article 9.4)."""
    return forms.ChoiceField(
        label=_("责任归属"),
        choices=choices("fault"),
        widget=forms.RadioSelect,
        help_text=_("双方都能看到，并计入绩效考核。"),
        required=required,
        initial=initial,
    )


class VersionForm(forms.Form):
    """The version that the user saw, so that a change made since is refused instead of signed unseen."""

    version = CountField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """A reason."""

    reason = reason_field()


class LongReasonForm(forms.Form):
    """A long reason."""

    reason = reason_field(most=1_000)


class TextForm(forms.Form):
    """A search text."""

    text = SearchField(label=_("关键词"))
