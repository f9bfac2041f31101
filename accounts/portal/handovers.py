"""Pages of cases that pass to another person: hand-overs of the actor, substitutes named and confirmed by administrators."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.handover_forms import HandOverForm, HandOverSearchForm, SubstituteForm, SubstitutionSearchForm
from accounts.selectors.handovers import (
    SubstitutionRow,
    get_own_hand_over,
    get_substitution,
    list_takers,
    search_hand_overs,
    search_substitutions,
)
from accounts.services.handovers import (
    confirm_substitute,
    finish_hand_over,
    hand_over_case,
    name_substitute,
    refuse_substitute,
)
from core.access.checks import cases
from core.idempotency.commands import Outcome
from core.messages.object_numbers import map_numbers, number_or_id
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.ids import parse_id
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Choices, Context, FormData, FormPage, ListPage
from core.web.words import WORDS


def case_url(*, operation: str, case_id: int) -> str:
    """Return the address of a case's page; empty for a kind without one."""
    page = settings.CASE_PAGES.get(cases()[operation])
    return reverse(page, args=[case_id]) if page else ""


def case_words(*, operation: str, case_id: int) -> str:
    """Return the operation and the number of a case in words."""
    return f"{WORDS['case_operation'][operation]} {number_or_id(cases()[operation], case_id)}"


class _Cases(ListPage):
    """A list of cases, each with its words and the address of its page."""

    def page(self, status: int = HTTPStatus.OK, **extra: Any) -> HttpResponse:
        rows = extra["page"].rows
        numbers = map_numbers([(cases()[row.operation], row.case_id) for row in rows])
        lines = [
            {
                "row": row,
                "number": numbers.get((cases()[row.operation], row.case_id), row.case_id),
                "url": case_url(operation=row.operation, case_id=row.case_id),
            }
            for row in rows
        ]
        return super().page(status, lines=lines, own_id=self.actor.user_id, **extra)


class HandOvers(_Cases):
    """The cases that were handed over to the actor, and by the actor."""

    operation = "hand_over.read"
    template = "accounts/hand_over_list.html"
    form_class = HandOverSearchForm

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_hand_overs(self.actor, state=wanted.get("state", ""))


class CreateHandOver(FormPage):
    """Hand the case of the query over to a colleague who may act on it."""

    operation = "hand_over.make"
    template = "accounts/hand_over_create.html"
    form_class = HandOverForm
    done = gettext_lazy("已移交，对方会收到通知。")

    @cached_property
    def _case(self) -> tuple[str, int]:
        operation, case_id = self.request.GET.get("operation", ""), parse_id(self.request.GET.get("case", ""))
        if operation not in cases() or case_id is None:
            raise DomainError("not_found", kind="missing")
        return operation, case_id

    def context(self) -> Context:
        operation, case_id = self._case
        url = case_url(operation=operation, case_id=case_id)
        number = number_or_id(cases()[operation], case_id)
        return {"operation": operation, "number": number, "back_url": url or reverse("hand_over_list")}

    def field_choices(self) -> Mapping[str, Choices]:
        operation, case_id = self._case
        takers = list_takers(operation=operation, case_id=case_id, giver_id=self.actor.user_id, at=self.at)
        return {"username": [(each.username, f"{each.name}（{each.username}）") for each in takers]}

    def execute(self, data: FormData, **ids: int) -> Model:
        operation, case_id = self._case
        return hand_over_case(operation=operation, case_id=case_id, **data, actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("hand_over_list")


class FinishHandOver(ConfirmPage):
    """Mark a case that was handed over to the actor as done."""

    operation = "hand_over.make"
    machine = "hand_over"
    tone = "primary"
    icon = "checks"
    title = gettext_lazy("移交事项办结")
    confirm_label = gettext_lazy("确认办结")
    done = gettext_lazy("已办结。")

    def consequences(self) -> Sequence[str]:
        row = get_own_hand_over(self.actor, self.kwargs["pk"])
        case = case_words(operation=row.operation, case_id=row.case_id)
        return (_("%(name)s移交给您的事项（%(case)s）从待办中移除。") % {"name": row.from_user.name, "case": case},)

    def back_url(self) -> str:
        return reverse("hand_over_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return finish_hand_over(hand_over_id=ids["pk"], actor=self.actor, at=self.at)


class Substitutions(_Cases):
    """The substitutions that the actor may see."""

    operation = "substitution.read"
    template = "accounts/substitution_list.html"
    form_class = SubstitutionSearchForm

    def context(self) -> Context:
        return {
            "can_name": self.may("substitution.name"),
            "can_decide": self.may("substitution.decide"),
        }

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_substitutions(self.actor, state=wanted.get("state", ""), on=beijing_day(self.at))


class NameSubstitute(FormPage):
    """Name a substitute for one case."""

    operation = "substitution.name"
    template = "accounts/substitution_create.html"
    form_class = SubstituteForm
    done = gettext_lazy("已指定代办人，由另一位系统管理员确认后生效。")

    def execute(self, data: FormData, **ids: int) -> Model:
        return name_substitute(**data, actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("substitution_list")


class _Decision(ConfirmPage):
    operation = "substitution.decide"
    machine = "substitution"
    decide: ClassVar[Callable[..., Model]]

    @cached_property
    def substitution(self) -> SubstitutionRow:
        """The substitution of the address."""
        return get_substitution(self.kwargs["pk"])

    def words(self) -> dict[str, object]:
        """Return the person and the case, as sentences name them."""
        row = self.substitution
        return {"name": row.substitute.name, "case": case_words(operation=row.operation, case_id=row.case_id)}

    def back_url(self) -> str:
        return reverse("substitution_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return type(self).decide(substitution_id=ids["pk"], actor=self.actor, at=self.at)


class ConfirmSubstitute(_Decision):
    """Confirm a substitute."""

    decide = staticmethod(confirm_substitute)
    tone = "primary"
    icon = "user-check"
    title = gettext_lazy("确认代办人")
    confirm_label = gettext_lazy("确认")
    done = gettext_lazy("代办人已确认，对方会收到通知。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(name)s可以就这一事项（%(case)s）代为办理，不需要相应的角色；") % self.words(),
            _("有利害关系的，仍然不能办理；到期自动终止。"),
        )


class RefuseSubstitute(_Decision):
    """Refuse a substitute."""

    decide = staticmethod(refuse_substitute)
    icon = "ban"
    title = gettext_lazy("不同意代办人")
    confirm_label = gettext_lazy("确认不同意")
    done = gettext_lazy("已登记不同意。")

    def consequences(self) -> Sequence[str]:
        return (_("%(name)s不能就这一事项（%(case)s）代为办理；可以另行指定。") % self.words(),)
