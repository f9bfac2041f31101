"""Forms of the kernel's own pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.jobs.run_selectors import registry
from core.messages.object_numbers import NUMBERS
from core.templatetags.formatting import is_english
from core.values.object_numbers import ObjectNumber
from core.web.fields import DayField, ObjectField, object_id
from core.web.state_words import STATES
from core.web.words import event_type_choices, subject_words


class RunSearchForm(forms.Form):
    """Filters of the list of job runs."""

    job = forms.ChoiceField(label=_("任务"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jobs = [(name, job.en if is_english() else job.zh) for name, job in registry().items()]
        states = [(state, word) for state, (word, _tone) in STATES["job"].items()]
        self.fields["job"].choices = [("", _("全部")), *jobs]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("全部")), *states]  # type: ignore[attr-defined]


class EventSearchForm(forms.Form):
    """Filters of the list of events; `since` and `until` are Beijing days, both included."""

    type = forms.ChoiceField(label=_("事件类型"), choices=event_type_choices, required=False)
    subject_kind = forms.ChoiceField(
        label=_("对象类型"), choices=[("", _("全部")), *subject_words().items()], required=False
    )
    subject_id = ObjectField(label=_("对象编号"), required=False)
    party_id = ObjectField(label=_("主体编号"), required=False)
    since = DayField(label=_("自"), required=False)
    until = DayField(label=_("至"), required=False)

    def clean(self) -> dict[str, Any]:
        """Let a number choose the kind. Refuse a number of another kind, and an id without a kind, which is of many."""
        wanted = super().clean() or self.cleaned_data
        found, party = wanted.get("subject_id"), wanted.get("party_id")
        if isinstance(found, ObjectNumber):
            wanted["subject_kind"] = wanted.get("subject_kind") or NUMBERS[found.series].kind
        if found is not None:
            try:
                wanted["subject_id"] = object_id(found, kind=wanted.get("subject_kind", ""))
            except forms.ValidationError as error:
                self.add_error("subject_id", error)
        if party is not None:
            try:
                wanted["party_id"] = object_id(party, kind="party")
            except forms.ValidationError as error:
                self.add_error("party_id", error)
        return wanted
