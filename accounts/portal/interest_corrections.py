"""Corrections of declarations: asked for by their author, listed and decided by administrators."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.interest_forms import CorrectionSearchForm
from accounts.portal.member_forms import RefuseForm
from accounts.selectors.interests import CorrectionRow, get_correction, get_own_interest, search_corrections
from accounts.services.interest_corrections import confirm_correction, refuse_correction, request_correction
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Context, FormData, ListPage
from core.web.words import WORDS


class RequestCorrection(ConfirmPage):
    """Ask to end an own declaration as mistaken."""

    operation = "interest.declare"
    form_class = RefuseForm
    icon = "edit"
    title = gettext_lazy("申请更正利害关系申报")
    confirm_label = gettext_lazy("提出申请")
    done = gettext_lazy("已提出，等待系统管理员确认；确认之前申报仍然有效。")

    def consequences(self) -> Sequence[str]:
        row = get_own_interest(self.actor, self.kwargs["pk"])
        return (
            _("您说明与“%(party)s”的利害关系申报有误，由另一位系统管理员核对后确认；")
            % {"party": row.party_name or row.uscc},
            _("确认之前仍须回避；确认之后不再作为回避依据，此前的办理结果不变；"),
            _("申报本身和更正的理由都留存备查。关系确曾存在、只是已经结束的，请登记终止。"),
        )

    def back_url(self) -> str:
        return reverse("interest_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return request_correction(interest_id=ids["pk"], reason=data["reason"], actor=self.actor, at=self.at)


class Corrections(ListPage):
    """The requests to end mistaken declarations, newest first."""

    operation = "interest_correction.read"
    template = "accounts/interest_correction_list.html"
    form_class = CorrectionSearchForm

    def context(self) -> Context:
        return {"can_decide": self.may("interest_correction.decide"), "own_id": self.actor.user_id}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return search_corrections(self.actor, state=wanted.get("state", ""))


class _Decision(ConfirmPage):
    operation = "interest_correction.decide"
    machine = "interest_correction"
    form_class = RefuseForm
    decide: ClassVar[Callable[..., Model]]

    @cached_property
    def correction(self) -> CorrectionRow:
        """The request of the address."""
        return get_correction(self.kwargs["pk"])

    def words(self) -> dict[str, object]:
        """Return the author, the party and the relation, as sentences name them."""
        row, declared = self.correction, self.correction.interest
        relation = WORDS["relation"][declared.relation]
        return {"name": row.requested_by.name, "party": declared.party_name or declared.uscc, "relation": relation}

    def back_url(self) -> str:
        return reverse("interest_correction_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return type(self).decide(correction_id=ids["pk"], reason=data["reason"], actor=self.actor, at=self.at)


class ConfirmCorrection(_Decision):
    """Confirm that a declaration was mistaken."""

    decide = staticmethod(confirm_correction)
    icon = "user-check"
    title = gettext_lazy("确认利害关系申报有误")
    confirm_label = gettext_lazy("确认更正")
    done = gettext_lazy("已确认更正，结果告知申报人。")

    def consequences(self) -> Sequence[str]:
        return (
            _("您已核对：%(name)s与“%(party)s”的利害关系申报（%(relation)s）有误；") % self.words(),
            _("%(name)s自此可以办理涉及“%(party)s”的事项，此前的办理结果不变；") % self.words(),
            _("理由记录在案，审计人员可以查看。"),
        )


class RefuseCorrection(_Decision):
    """Refuse to end a declaration as mistaken."""

    decide = staticmethod(refuse_correction)
    icon = "ban"
    title = gettext_lazy("不予更正利害关系申报")
    confirm_label = gettext_lazy("确认不予更正")
    done = gettext_lazy("已登记不予更正，理由告知申报人。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(name)s与“%(party)s”的利害关系申报继续有效；") % self.words(),
            _("理由告知申报人，可以补充后再申请。"),
        )
