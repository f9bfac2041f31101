"""The takeover of a team, which has no code: it is named by the ID number of a member."""

from django import forms
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.portal.takeovers import RequestTakeover
from applicants.services.teams import request_team_takeover
from core.idempotency.commands import Outcome
from core.web.fields import CodeField, TextField
from core.web.pages import Choices, FormData


class TeamTakeoverForm(forms.Form):
    """The ID number of a member of the team to take over, and why."""

    id_number = CodeField(label=_("本人身份证号"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    reason = TextField(label=_("理由"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class RequestTeamTakeover(RequestTakeover):
    """Request to take over a team, as a person; the page answers alike for every ID number."""

    template = "applicants/team_takeover_request.html"
    form_class = TeamTakeoverForm

    def field_choices(self) -> dict[str, Choices]:
        return {}

    def execute(self, data: FormData, **ids: int) -> Model:
        return request_team_takeover(**data, actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("team_takeover_request")
