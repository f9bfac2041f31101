"""Pages to register as an enterprise or a team, to declare facts, and to check the conditions of a claim."""

from collections.abc import Mapping, Sequence

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from applicants.portal.conditions import condition_lines
from applicants.portal.forms import (
    DeclarationForm,
    EnterpriseForm,
    TeamForm,
    enterprise_facts,
    enterprise_founders,
    enterprise_profile,
    team_facts,
    team_people,
    team_profile,
)
from applicants.rules.profiles import ApplicantProfile, Condition
from applicants.selectors.applicants import EnterpriseRow, find_own_enterprise, find_own_team
from applicants.selectors.conditions import check_profile
from applicants.selectors.facts import get_profile
from applicants.services.enterprises import register_enterprise, update_declaration
from applicants.services.teams import register_team
from core.idempotency.commands import Outcome
from core.values.errors import DomainError
from core.web.next_page import next_page
from core.web.pages import ACTING_PARTY, Context, FormData, FormPage, Page


class Profile(Page):
    """The declared facts of the party, its certificates, and each condition of a claim."""

    operation = "coupon.claim"
    template = "applicants/registration/profile.html"

    def context(self) -> Context:
        try:
            profile = get_profile(self.actor.party)
        except DomainError:
            return {"profile": None, "conditions": []}
        return {
            "profile": profile,
            "conditions": condition_lines(check_profile(profile=profile, at=self.at)),
            "can_prove": self.may("party.prove"),
            "can_declare": self.may("applicant.declare") and profile.kind == "enterprise",
            "team": find_own_team(self.actor) if profile.kind == "team" else None,
        }


class _SelfCheck(FormPage):
    """A form with a dry run: the button named `check` shows the conditions and writes nothing."""

    def profile(self, data: FormData) -> ApplicantProfile:
        """The input of the self-check, from the form."""
        return enterprise_profile(data)

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        if "check" not in request.POST:
            return super().post(request, **ids)
        form = self.make_form(request.POST)
        found: Sequence[Condition] = []
        if form.is_valid():
            found = check_profile(profile=self.profile(form.cleaned_data), at=self.at)
        return self.page(form=form, key=request.POST.get("key", ""), refusals=[], conditions=condition_lines(found))


class RegisterEnterprise(_SelfCheck):
    """Register an enterprise; the user becomes its manager."""

    operation = "applicant.register"
    template = "applicants/registration/enterprise.html"
    form_class = EnterpriseForm
    done = _("企业已注册，主管部门核实后即可申领。")

    def execute(self, data: FormData, **ids: int) -> Model:
        return register_enterprise(
            name=data["name"],
            uscc=data["uscc"],
            facts=enterprise_facts(data),
            founders=enterprise_founders(data),
            actor=self.actor,
            at=self.at,
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        self.request.session[ACTING_PARTY] = outcome.body["id"]
        return next_page(self.request) or reverse("profile")


class RegisterTeam(_SelfCheck):
    """Register a team with its main members; the user becomes its manager."""

    operation = "applicant.register"
    template = "applicants/registration/team.html"
    form_class = TeamForm
    done = _("团队已注册，主管部门核实后即可申领。")

    def profile(self, data: FormData) -> ApplicantProfile:
        return team_profile(data)

    def execute(self, data: FormData, **ids: int) -> Model:
        return register_team(
            name=data["name"], facts=team_facts(data), people=team_people(data), actor=self.actor, at=self.at
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        self.request.session[ACTING_PARTY] = outcome.body["id"]
        return next_page(self.request) or reverse("profile")


class Declare(_SelfCheck):
    """Update the declared facts of an enterprise."""

    operation = "applicant.declare"
    template = "applicants/registration/declare.html"
    form_class = DeclarationForm
    done = _("申报信息已更新；已领取的创新券不受影响。")

    @cached_property
    def _enterprise(self) -> EnterpriseRow:
        row = find_own_enterprise(self.actor)
        if row is None:
            raise DomainError("not_found", kind="missing")
        return row

    def context(self) -> Context:
        return {"version": self.request.POST.get("version") or self._enterprise.version}

    def initial_values(self) -> Context:
        return {name: getattr(self._enterprise, name) for name in DeclarationForm.base_fields}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        return {**data, "version": self.request.POST.get("version", "")}

    def execute(self, data: FormData, **ids: int) -> Model:
        version = self.request.POST.get("version", "")
        return update_declaration(
            party_id=self.actor.party,
            facts=enterprise_facts(data),
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0,
            actor=self.actor,
            at=self.at,
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("profile")
