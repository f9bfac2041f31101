"""Forms of the kernel's own pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.jobs.run_selectors import registry
from core.templatetags.formatting import is_english
from core.web.fields import DayField, IdField, TextField
from core.web.state_words import STATES
from core.web.words import subject_words


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

    type = TextField(label=_("事件类型"), required=False, max_length=60)
    subject_kind = forms.ChoiceField(
        label=_("对象类型"), choices=[("", _("全部")), *subject_words().items()], required=False
    )
    subject_id = IdField(label=_("对象编号"), required=False)
    party_id = IdField(label=_("主体编号"), required=False)
    since = DayField(label=_("自"), required=False)
    until = DayField(label=_("至"), required=False)
