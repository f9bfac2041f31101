"""Pages for the formal check of redemptions by a case officer."""

from collections.abc import Sequence

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.formatting import money
from core.web.confirm_pages import ConfirmPage
from core.web.pages import Context, FormData
from redemptions.portal.forms.redemptions import ReturnForm
from redemptions.portal.redemptions import check_line
from redemptions.selectors.evidence import make_check_sheet
from redemptions.selectors.redemptions import RedemptionRow, get_visible_redemption
from redemptions.services.formal_checks import accept_redemption, return_redemption
from vouchers.portal.forms.parts import VersionForm


class _Check(ConfirmPage):
    """A step of the formal check, with the version of the page that the officer saw."""

    machine = "redemption"
    operation = "redemption.check_form"
    template = "redemptions/redemption/_submit.html"
    form_class = VersionForm

    @cached_property
    def redemption(self) -> RedemptionRow:
        """The redemption of the address."""
        return get_visible_redemption(self.actor, self.kwargs["pk"])

    def context(self) -> Context:
        checks = [check_line(check) for check in make_check_sheet(self.redemption.pk, at=self.at)]
        return {**super().context(), "redemption": self.redemption, "checks": checks}

    def back_url(self) -> str:
        return reverse("redemption", args=[self.kwargs["pk"]])

    def initial_values(self) -> Context:
        return {"version": self.redemption.version}


class AcceptRedemption(_Check):
    """Accept a redemption in the formal check."""

    title = gettext_lazy("形式审查通过")
    confirm_label = gettext_lazy("确认通过")
    tone = "primary"
    icon = "clipboard-check"
    done = gettext_lazy("形式审查已通过，可以归集到批次。")

    def consequences(self) -> Sequence[str]:
        redemption = self.redemption
        return (
            _("兑现申请 %(number)s（%(unit)s，%(payable)s）材料齐全、形式合规，进入批次评审；")
            % {"number": redemption.number, "unit": redemption.unit.party.name, "payable": money(redemption.payable)},
            _("通过后不能再退回补正；核减或不予支持在批次评审中提出。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return accept_redemption(
            redemption_id=ids["pk"], version=data["version"], actor_id=self.actor.user_id, at=self.at
        )


class ReturnRedemption(_Check):
    """Return a redemption for correction."""

    form_class = ReturnForm
    title = gettext_lazy("退回补正")
    confirm_label = gettext_lazy("确认退回")
    done = gettext_lazy("已退回补正，开放单位会收到原因和期限。")

    def consequences(self) -> Sequence[str]:
        return (
            _("%(unit)s会收到退回原因，须在规定的工作日内补正并重新提交；") % {"unit": self.redemption.unit.party.name},
            _("逾期未补正的，申请失效；已过兑现期限的，创新券同时失效。"),
        )

    def execute(self, data: FormData, **ids: int) -> Model:
        return return_redemption(redemption_id=ids["pk"], actor_id=self.actor.user_id, at=self.at, **data)
