"""Pages to register as an enterprise or a team, to declare facts, and to check the conditions of a claim."""

from collections.abc import Mapping
from uuid import uuid4

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.portal.registration_steps import registration_steps
from accounts.rules.states import PartyState
from accounts.selectors.parties import get_party
from applicants.portal.conditions import condition_lines, lines_by_field
from applicants.portal.declared import declared_facts
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
from applicants.portal.people_rows import PeopleRows, kept_rows
from applicants.rules.profiles import ApplicantProfile
from applicants.selectors.applicants import (
    EnterpriseRow,
    TeamRow,
    find_own_enterprise,
    find_own_team,
    list_founders,
)
from applicants.selectors.conditions import check_profile
from applicants.selectors.facts import get_profile
from applicants.services.enterprises import register_enterprise, update_declaration
from applicants.services.founders import open_founder_number
from applicants.services.teams import open_id_number, register_team, update_team
from core.files.attachment_selectors import list_attachments
from core.idempotency.commands import Outcome
from core.values.errors import DomainError
from core.values.masking import mask_id_number
from core.web.next_page import next_page, with_next
from core.web.pages import ACTING_PARTY, Context, Files, FormData, FormPage, Page


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
    """A form with a dry run: `check` shows the conditions, beside the fields and together, and writes nothing.

    The page sends it with each change, the button without a script. The button `add` adds a row for a person. Each costs
    the processor as much as the step itself, and counts like it.
    """

    throttle_scope = "registration"

    def profile(self, data: FormData) -> ApplicantProfile:
        """The input of the self-check, from what is filled in."""
        return enterprise_profile(data)

    def given(self, data: FormData) -> set[str]:
        """The fields that are filled in."""
        return {name for name, value in data.items() if value not in (None, "")}

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        key = request.POST.get("key", "")
        if "add" in request.POST:
            return self.page(form=self.make_form(initial={**request.POST.dict()}), key=key, refusals=[])
        if "check" not in request.POST:
            return super().post(request, **ids)
        form = self.make_form(request.POST)
        complete = form.is_valid()
        lines = condition_lines(check_profile(profile=self.profile(form.cleaned_data), at=self.at))
        met = lines_by_field(lines, given=self.given(form.cleaned_data))
        return self.page(form=form, conditions=lines if complete else [], met=met, key=key, refusals=[])


class _Register(_SelfCheck):
    """The first step of a registration; the documents and the check before it is sent follow."""

    operation = "applicant.register"
    done = _("信息已保存。请上传材料，核对后提交。")

    def kept_numbers(self) -> Mapping[int, str]:
        """Return the ID numbers that are recorded already, by person."""
        return {}

    def make_form(
        self, data: QueryDict | None = None, files: "Files | None" = None, *, initial: Context | None = None
    ) -> forms.BaseForm:
        form = super().make_form(data, files, initial=initial)
        if isinstance(form, PeopleRows):
            form.show_kept({pk: mask_id_number(number) for pk, number in self.kept_numbers().items()})
        return form

    def context(self) -> Context:
        return {"steps": registration_steps(1)}

    def remember(self, result: Model) -> Mapping[str, object]:
        return {"id": result.pk, "draft": get_party(result.pk).draft}

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        self.request.session[ACTING_PARTY] = outcome.body["id"]
        back = next_page(self.request)
        return (
            with_next(reverse("registration_evidence"), back) if outcome.body["draft"] else back or reverse("profile")
        )


class RegisterEnterprise(_Register):
    """Register an enterprise; the user becomes its manager."""

    template = "applicants/registration/enterprise.html"
    form_class = EnterpriseForm

    def initial_values(self) -> Context:
        """The facts of an own registration that was refused, to be corrected."""
        row = find_own_enterprise(self.actor)
        if row is None or row.party.state != PartyState.REFUSED:
            return {}
        facts = {name: getattr(row, name) for name in DeclarationForm.base_fields}
        founders = kept_rows(list_founders(row.pk), prefix=EnterpriseForm.row_prefix)
        return {**facts, **founders, "name": row.party.name, "uscc": row.party.uscc}

    def kept_numbers(self) -> Mapping[int, str]:
        row = find_own_enterprise(self.actor)
        return {each.pk: open_founder_number(each) for each in list_founders(row.pk)} if row else {}

    def execute(self, data: FormData, **ids: int) -> Model:
        return register_enterprise(
            name=data["name"],
            uscc=data["uscc"],
            facts=enterprise_facts(data),
            founders=enterprise_founders(data),
            actor=self.actor,
            at=self.at,
            draft=True,
        )


class RegisterTeam(_Register):
    """Register a team with its main members; the user becomes its manager."""

    template = "applicants/registration/team.html"
    form_class = TeamForm

    def profile(self, data: FormData) -> ApplicantProfile:
        return team_profile(data)

    def given(self, data: FormData) -> set[str]:
        return super().given(data) | ({"people"} if team_people(data) else set())

    def execute(self, data: FormData, **ids: int) -> Model:
        return register_team(
            name=data["name"],
            facts=team_facts(data),
            people=team_people(data),
            actor=self.actor,
            at=self.at,
            draft=True,
        )


class CorrectTeam(RegisterTeam):
    """Correct the facts and members of the own team; a refused team is submitted again.

    The ID numbers of recorded members are kept where none is entered.
    """

    operation = "applicant.declare"
    template = "applicants/registration/team_correct.html"
    done = _("团队信息已更正。")

    @cached_property
    def _team(self) -> TeamRow:
        row = find_own_team(self.actor)
        if row is None:
            raise DomainError("not_found", kind="missing")
        return row

    def context(self) -> Context:
        return {"version": self.request.POST.get("version") or self._team.version}

    def initial_values(self) -> Context:
        row = self._team
        members = list(row.members.all())
        students = {f"student_{place}": each.student for place, each in enumerate(members)}
        facts = {name: getattr(row, name) for name in ("region", "industry", "project_stage")}
        return {**facts, **kept_rows(members), **students, "name": row.party.name}

    def kept_numbers(self) -> Mapping[int, str]:
        return {each.pk: open_id_number(each) for each in self._team.members.all()}

    def fingerprint(self, data: FormData) -> Mapping[str, object]:
        return {**data, "version": self.request.POST.get("version", "")}

    def execute(self, data: FormData, **ids: int) -> Model:
        return update_team(
            party_id=self.actor.party,
            name=data["name"],
            facts=team_facts(data),
            people=team_people(data),
            version=_sent_version(self.request),
            actor=self.actor,
            at=self.at,
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        page = "registration_check" if outcome.body["draft"] else "dashboard"
        return with_next(reverse(page), next_page(self.request))


class CheckRegistration(Page):
    """The last step of a registration: facts, people, documents and conditions, to be compared and sent."""

    operation = "party.prove"
    template = "applicants/registration/check.html"

    def context(self) -> Context:
        party = get_party(self.actor.party)
        return {
            "party": party,
            "steps": registration_steps(3),
            "evidence": list_attachments(owner_kind="party", owner_id=party.pk),
            "key": uuid4(),
            **declared_facts(party_id=party.pk, at=self.at),
        }


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
        return update_declaration(
            party_id=self.actor.party,
            facts=enterprise_facts(data),
            version=_sent_version(self.request),
            actor=self.actor,
            at=self.at,
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("profile")


def _sent_version(request: HttpRequest) -> int:
    """Return the version that the form was opened with; 0, which matches no row, where it is invalid."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
