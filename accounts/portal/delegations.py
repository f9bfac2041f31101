"""Pages of delegations, and the field with which an act is done in another's name."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.delegation_forms import DelegationForm, DelegationSearchForm
from accounts.rules.delegations import DELEGABLE, is_in_force
from accounts.rules.states import DelegationState
from accounts.selectors.delegations import (
    DelegationRow,
    get_visible_delegation,
    map_principals,
    search_delegations,
)
from accounts.services.delegations import accept_delegation, decline_delegation, end_delegation, offer_delegation
from core.access.checks import may
from core.idempotency.commands import Outcome
from core.templatetags.formatting import day
from core.values.deadlines import beijing_day
from core.web.confirm_pages import ConfirmPage, StepPage, join_words
from core.web.pages import Choices, Context, Files, FormData, FormPage, ListPage, Page
from core.web.words import WORDS


class Delegations(ListPage):
    """The delegations to and from the actor; all for administrators and auditors."""

    operation = "delegation.read"
    template = "accounts/delegation/list.html"
    form_class = DelegationSearchForm

    def context(self) -> Context:
        can = self.may("delegation.offer")
        return {"can_offer": can, "create_link": reverse("delegation_create") if can else ""}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_delegations(self.actor, state=wanted.get("state", ""))


class DelegationPage(Page):
    """One delegation with the steps of either person."""

    operation = "delegation.read"
    template = "accounts/delegation/page.html"

    def context(self) -> Context:
        row = get_visible_delegation(self.actor, self.kwargs["pk"])
        today = beijing_day(self.at)
        return {
            "row": row,
            "operations": join_words(row.operations, WORDS["case_operation"]),
            "in_force": is_in_force(state=row.state, from_on=row.from_on, until_on=row.until_on, on=today),
            "is_over": today > row.until_on,
            "can": self._steps(row, is_over=today > row.until_on),
        }

    def _steps(self, row: DelegationRow, *, is_over: bool) -> set[str]:
        mine, me = set(), self.actor.user_id
        if me == row.delegate_id and row.state == DelegationState.OFFERED and self.may("delegation.answer"):
            mine |= {"decline"} if is_over else {"accept", "decline"}
        open_states = (DelegationState.OFFERED, DelegationState.ACCEPTED)
        if me in (row.principal_id, row.delegate_id) and row.state in open_states and self.may("delegation.end"):
            mine |= {"end"}
        return mine


class OfferDelegation(StepPage):
    """Ask a colleague to act in the actor's name."""

    machine = "delegation"
    operation = "delegation.offer"
    template = "accounts/delegation/create.html"
    form_class = DelegationForm
    done = gettext_lazy("已提请，对方接受后生效。")

    def field_choices(self) -> dict[str, Choices]:
        held = [each for each in DELEGABLE if may(self.actor, each)]
        return {"operations": [(each, str(WORDS["case_operation"][each])) for each in held]}

    def execute(self, data: FormData, **ids: int) -> Model:
        return offer_delegation(**data, actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("delegation", args=[outcome.body["id"]])


class _Step(ConfirmPage):
    operation = "delegation.answer"
    machine = "delegation"
    tone = "primary"
    icon = "user-check"
    step: ClassVar[Callable[..., Model]]

    @cached_property
    def row(self) -> DelegationRow:
        """The delegation of the address."""
        return get_visible_delegation(self.actor, self.kwargs["pk"])

    def words(self) -> dict[str, object]:
        """Return persons, operations and days, as sentences name them."""
        row = self.row
        return {
            "principal": row.principal.name,
            "delegate": row.delegate.name,
            "operations": join_words(row.operations, WORDS["case_operation"]),
            "from_on": day(row.from_on),
            "until_on": day(row.until_on),
        }

    def back_url(self) -> str:
        return reverse("delegation", args=[self.kwargs["pk"]])

    def execute(self, data: FormData, **ids: int) -> Model:
        return type(self).step(delegation_id=ids["pk"], actor=self.actor, at=self.at)


class AcceptDelegation(_Step):
    """Accept a delegation."""

    step = staticmethod(accept_delegation)
    title = gettext_lazy("接受代理")
    confirm_label = gettext_lazy("接受")
    done = gettext_lazy("已接受代理。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(from_on)s至%(until_on)s，您可以以%(principal)s的名义办理：%(operations)s；") % self.words(),
            _("每次办理都记录“某人代某人”；您和%(principal)s都视为已经办，都不能再办理同一审批的其他环节；")
            % self.words(),
            _("您或%(principal)s有利害关系的，不能办理。") % self.words(),
        )


class DeclineDelegation(_Step):
    """Decline a delegation."""

    step = staticmethod(decline_delegation)
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("谢绝代理")
    confirm_label = gettext_lazy("谢绝")
    done = gettext_lazy("已谢绝代理。")

    def consequences(self) -> Sequence[str]:
        return (_("您不代理%(principal)s；对方会收到通知，可以另请他人。") % self.words(),)


class EndDelegation(_Step):
    """End a delegation at once."""

    operation = "delegation.end"
    step = staticmethod(end_delegation)
    tone = "danger"
    icon = "ban"
    title = gettext_lazy("终止代理")
    confirm_label = gettext_lazy("立即终止")
    done = gettext_lazy("代理已终止。")

    def consequences(self) -> Sequence[str]:
        return (_("%(delegate)s立即不能再以%(principal)s的名义办理；已办理的仍然有效。") % self.words(),)


class InAnothersName(FormPage):
    """A page whose act may be done in the name of a principal: its form has a field `principal` where there is one."""

    @cached_property
    def _principals(self) -> dict[int, str]:
        return map_principals(user_id=self.actor.user_id, operation=self.operation, at=self.at)

    def make_form(
        self, data: QueryDict | None = None, files: "Files | None" = None, *, initial: Context | None = None
    ) -> forms.BaseForm:
        """Create the form, with the choice of the name where the actor may act in another's."""
        form = super().make_form(data, files, initial=initial)
        if self._principals:
            own = [("", _("本人"))] if may(self.actor, self.operation) else []
            names = [(pk, _("代%(name)s") % {"name": name}) for pk, name in self._principals.items()]
            form.fields["principal"] = forms.TypedChoiceField(
                label=_("以谁的名义"), choices=[*own, *names], coerce=int, empty_value=None, required=not own
            )
        return form
