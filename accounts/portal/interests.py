"""Declarations of interest: the own ones, all for an auditor; declaring one and ending it."""

from collections.abc import Sequence

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.portal.interest_forms import InterestForm
from accounts.rules.roles import Role
from accounts.selectors.interests import InterestRow, get_own_interest, visible_interests
from accounts.services.interests import declare_interest, end_interest
from core.files.table_export import Column
from core.idempotency.commands import Outcome
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Context, FormData, FormPage, ListPage
from core.web.words import WORDS


class Interests(ListPage):
    """The declared interests that the actor may see."""

    operation = "interest.read"
    template = "accounts/interest_list.html"
    export_name = "interests"

    def context(self) -> Context:
        return {"sees_all": self.actor.has(Role.AUDITOR), "own_id": self.actor.user_id}

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return visible_interests(self.actor)

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("申报人"), value=lambda row: row.user.name),
            Column(label=_("单位"), value=lambda row: row.party_name),
            Column(label=_("统一社会信用代码"), value=lambda row: row.uscc),
            Column(label=_("关系"), value=lambda row: str(WORDS["relation"][row.relation])),
            Column(label=_("起始日"), value=lambda row: row.since),
            Column(label=_("终止日"), value=lambda row: row.until),
            Column(label=_("申报时间"), value=lambda row: row.declared_at),
        )


class DeclareInterest(FormPage):
    """Declare an interest in a party."""

    operation = "interest.declare"
    template = "accounts/interest_declare.html"
    form_class = InterestForm
    done = gettext_lazy("利害关系已申报。此后涉及该单位的事项须由他人办理。")

    def execute(self, data: FormData, **ids: int) -> Model:
        return declare_interest(**data, actor=self.actor, at=self.at)

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("interest_list")


class EndInterest(ConfirmPage):
    """End an own interest today."""

    operation = "interest.declare"
    icon = "users"
    title = gettext_lazy("登记利害关系终止")
    confirm_label = gettext_lazy("确认终止")
    done = gettext_lazy("已登记终止。三年内涉及该单位的事项仍须由他人办理。")

    @cached_property
    def interest(self) -> InterestRow:
        """The interest of the address."""
        return get_own_interest(self.actor, self.kwargs["pk"])

    def consequences(self) -> Sequence[str]:
        named = self.interest.party_name or self.interest.uscc
        return (
            _("您与“%(party)s”的利害关系（%(relation)s）自今日终止；")
            % {"party": named, "relation": WORDS["relation"][self.interest.relation]},
            _("自今日起三年内，涉及该单位的事项仍须由他人办理；"),
            _("登记后不能撤销；以后又发生的，另行申报。"),
        )

    def back_url(self) -> str:
        return reverse("interest_list")

    def execute(self, data: FormData, **ids: int) -> Model:
        return end_interest(interest_id=ids["pk"], actor=self.actor, at=self.at)
