"""Takeovers: a user requests one, case officers decide."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.member_forms import RefuseForm
from accounts.rules.roles import MANAGER_ROLES
from accounts.selectors.parties import TakeoverRow, get_visible_takeover, search_takeovers, visible_takeovers
from accounts.services.takeovers import approve_takeover, refuse_takeover, request_takeover
from core.access.checks import user_id_of
from core.idempotency.commands import Outcome
from core.values.actors import Actor
from core.values.masking import mask_name
from core.web.confirm_pages import ConfirmPage
from core.web.fields import CodeField, SearchField, TextField, state_choices
from core.web.menu import ROLES
from core.web.pages import Choices, Context, FormData, FormPage, ListPage

MOST_SHOWN = 20


class TakeoverForm(forms.Form):
    """The organisation to take over, the side, and why."""

    uscc = CodeField(label=gettext_lazy("统一社会信用代码"), max_length=40)
    role = forms.ChoiceField(label=gettext_lazy("角色"), widget=forms.RadioSelect)
    reason = TextField(label=gettext_lazy("理由"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class TakeoverSearchForm(forms.Form):
    """Filter of the list of takeovers."""

    state = forms.ChoiceField(label=gettext_lazy("状态"), choices=state_choices("takeover"), required=False)
    text = SearchField(label=gettext_lazy("编号"))


class RequestTakeover(FormPage):
    """Request to take over an organisation, as a person; the page answers alike for every code."""

    operation = "takeover.request"
    template = "accounts/takeover_request.html"
    form_class: ClassVar[type[forms.Form]] = TakeoverForm
    done = gettext_lazy("申请已收到，办理结果会通知您。")

    @cached_property
    def actor(self) -> Actor:
        return Actor(user_id=user_id_of(self.request.user), party_id=None, party_name="", roles=frozenset())

    def context(self) -> Context:
        own = visible_takeovers(self.actor).order_by("-pk")[:MOST_SHOWN]
        return {"lines": [{"row": row, "role": ROLES[row.role].label} for row in own]}

    def field_choices(self) -> Mapping[str, Choices]:
        return {"role": [(role, str(ROLES[role].label)) for role in sorted(MANAGER_ROLES)]}

    def execute(self, data: FormData, **ids: int) -> Model:
        return request_takeover(**data, actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("takeover_request")


class Takeovers(ListPage):
    """The requests for takeover, for staff; case officers decide."""

    operation = "party.oversee"
    template = "accounts/takeover_list.html"
    form_class = TakeoverSearchForm

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_takeovers(self.actor, state=wanted.get("state", ""), text=wanted.get("text", ""))

    def context(self) -> Context:
        return {"can_decide": self.may("takeover.decide")}


class _Decide(ConfirmPage):
    operation = "takeover.decide"
    machine = "takeover"
    form_class = RefuseForm
    service: ClassVar[Callable[..., Model]]

    @cached_property
    def takeover(self) -> TakeoverRow:
        """The request."""
        return get_visible_takeover(self.actor, self.kwargs["pk"])

    def words(self) -> dict[str, str]:
        """Return claimant, role and party, as sentences name them."""
        row = self.takeover
        return {
            "name": mask_name(row.claimant.name),
            "username": row.claimant.username,
            "role": str(ROLES[row.role].label),
            "party": row.party.name if row.party else "",
        }

    def back_url(self) -> str:
        return reverse("takeover_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return type(self).service(takeover_id=ids["pk"], reason=data["reason"], actor=self.actor, at=self.at)


class ApproveTakeover(_Decide):
    """Make the claimant manager in place of the present managers of the side."""

    service = staticmethod(approve_takeover)
    title = gettext_lazy("同意接管")
    confirm_label = gettext_lazy("确认同意")
    done = gettext_lazy("已同意接管。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(name)s（%(username)s）成为%(party)s的%(role)s；") % self.words(),
            _("现任%(role)s的角色立即结束；") % self.words(),
            _("对同一角色的其他接管申请随即终止，并告知申请人。"),
        )


class RefuseTakeover(_Decide):
    """Refuse a takeover."""

    service = staticmethod(refuse_takeover)
    title = gettext_lazy("不同意接管")
    confirm_label = gettext_lazy("确认不同意")
    done = gettext_lazy("已登记不同意接管。")

    def consequences(self) -> Sequence[str]:
        return (_("%(name)s（%(username)s）接管%(party)s的申请不予同意，理由告知本人。") % self.words(),)
