"""Verification of parties by case officers: the list, one party, and the decisions on it."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.member_forms import PartySearchForm, RefuseForm
from accounts.rules.next_steps import party_steps
from accounts.selectors.members import list_party_members, map_member_names
from accounts.selectors.parties import PartyRow, get_visible_party, list_rivals, search_parties, standing_of
from accounts.services.parties import refuse_party, resume_party, suspend_party, verify_party
from accounts.services.registrations import request_evidence
from core.files.attachment_selectors import map_attachments
from core.files.table_export import Column
from core.web import history as portal_history
from core.web.confirm_pages import ConfirmPage
from core.web.menu import ROLES
from core.web.pages import Context, FormData, ListPage, Page
from core.web.state_words import STATES
from core.web.words import WORDS


class Parties(ListPage):
    """The list of parties, filtered by state, kind and name."""

    operation = "party.oversee"
    template = "accounts/party_list.html"
    form_class = PartySearchForm
    sorts = ("-id", "name", "registered_at")
    export_name = "parties"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_parties(
            self.actor, state=wanted.get("state", ""), kind=wanted.get("kind", ""), text=wanted.get("text", "")
        )

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("编号"), value=lambda row: row.number),
            Column(label=_("名称"), value=lambda row: row.name),
            Column(label=_("统一社会信用代码"), value=lambda row: row.uscc),
            Column(label=_("类型"), value=lambda row: str(WORDS["party_kind"][row.kind])),
            Column(label=_("状态"), value=lambda row: str(STATES["party"][row.state][0])),
            Column(label=_("注册时间"), value=lambda row: row.registered_at),
            Column(label=_("核实时间"), value=lambda row: row.decided_at),
        )


class PartyPage(Page):
    """One party: what it declared, its documents and the check beside each other, what was compared, its next steps."""

    operation = "party.oversee"
    template = "accounts/party.html"

    def context(self) -> Context:
        party = get_visible_party(self.actor, self.kwargs["pk"])
        rivals = list_rivals(party)
        review: Context = import_string(settings.REGISTRATION_REVIEW)(party_id=party.pk, at=self.at)
        files = map_attachments(owner_kind="party", owner_ids=[party.pk, *(row.pk for row in rivals)])
        return {
            **review,
            "party": party,
            "standing": standing_of(party),
            "applications": import_string(settings.PARTY_APPLICATIONS)(actor=self.actor, party_id=party.pk),
            "can_answer": self.may("unit_application.answer"),
            "members": [{"row": row, "role": ROLES[row.role].label} for row in list_party_members(party.pk)],
            "evidence": files[party.pk],
            "rivals": [{"row": row, "evidence": files[row.pk]} for row in rivals],
            "can": self.allowed(party_steps(party.state, is_authority=party.kind == "authority")),
            "events": portal_history.history(
                subject_kind="party",
                subject_id=party.pk,
                names=map_member_names(self.actor.party),
                internal=True,
            ),
        }


class _Step(ConfirmPage):
    machine = "party"
    service: ClassVar[Callable[..., Model]]
    tone = "primary"
    icon = "user-check"

    @cached_property
    def party(self) -> PartyRow:
        """The party."""
        return get_visible_party(self.actor, self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("party", args=[self.kwargs["pk"]])

    def execute(self, data: FormData, **ids: int) -> Model:
        return type(self).service(party_id=self.party.pk, actor=self.actor, at=self.at, **data)


class VerifyParty(_Step):
    """Confirm the identity of a party."""

    operation = "party.verify"
    service = staticmethod(verify_party)
    title = gettext_lazy("核实通过")
    confirm_label = gettext_lazy("确认通过")
    done = gettext_lazy("主体已核实。")

    def consequences(self) -> Sequence[str]:
        return (
            _("您已核对%(name)s的证照和授权文件，与所填信息一致；") % {"name": self.party.name},
            _("核实后该主体可以申领创新券或办理开放单位业务；"),
            _("同一代码的其他待核实注册随即终止，并告知其负责人。"),
        )


class RefuseParty(_Step):
    """Refuse a registration, with the reason."""

    operation = "party.refuse"
    form_class = RefuseForm
    service = staticmethod(refuse_party)
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("核实不通过")
    confirm_label = gettext_lazy("确认不通过")
    done = gettext_lazy("已登记核实不通过。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(name)s的注册不予通过，理由告知其负责人；") % {"name": self.party.name},
            _("更正后可以重新注册。"),
        )


class RequestEvidence(_Step):
    """Ask a registration for evidence, with what is missing."""

    operation = "party.ask"
    form_class = RefuseForm
    service = staticmethod(request_evidence)
    icon = "edit"
    title = gettext_lazy("要求补充材料")
    confirm_label = gettext_lazy("确认要求")
    done = gettext_lazy("已要求补充材料。")

    def consequences(self) -> Sequence[str]:
        return (
            _("所需材料告知%(name)s的负责人；") % {"name": self.party.name},
            _("30 日内未补的，注册终止。"),
        )


class SuspendParty(_Step):
    """Stop a verified party from claiming."""

    operation = "party.suspend"
    form_class = RefuseForm
    service = staticmethod(suspend_party)
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("暂停主体")
    confirm_label = gettext_lazy("确认暂停")
    done = gettext_lazy("主体已暂停。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(name)s不能再申领，直到恢复；") % {"name": self.party.name},
            _("已登记的合同和兑现不受影响。"),
        )


class ResumeParty(_Step):
    """Let a suspended party act again."""

    operation = "party.resume"
    form_class = RefuseForm
    service = staticmethod(resume_party)
    title = gettext_lazy("恢复主体")
    confirm_label = gettext_lazy("确认恢复")
    done = gettext_lazy("主体已恢复。")

    def consequences(self) -> Sequence[str]:
        return (_("%(name)s恢复为已核实，可以继续办理。") % {"name": self.party.name},)
