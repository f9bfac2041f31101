"""The page that proposes to revoke coupons (拟撤销创新券); the measure is heard and decided on its own page."""

from django import forms
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from core.idempotency.commands import Outcome
from core.web.confirm_pages import StepPage
from core.web.fields import IdsField, TextField
from core.web.pages import Context, FormData
from redemptions.selectors.revocations import list_revocable_with
from redemptions.services.revocations import propose_revocation
from vouchers.selectors.coupons import CouponRow, get_visible_coupon

SIDES = (("applicant", _("申领单位")), ("unit", _("开放单位")))


class RevocationForm(forms.Form):
    """The coupons to revoke, the side at fault, facts and grounds."""

    coupons = IdsField(label=_("拟撤销的创新券"), widget=forms.CheckboxSelectMultiple)
    against = forms.ChoiceField(
        label=_("责任方"),
        choices=SIDES,
        widget=forms.RadioSelect,
        help_text=_("由责任方陈述申辩；另一方在撤销后收到通知。"),
    )
    reason = TextField(
        label=_("事实和依据"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("会告知该单位。"),
    )


class ProposeRevocation(StepPage):
    """Propose to revoke the coupon of the address, with others of its contract."""

    machine = "sanction"
    operation = "sanction.propose"
    template = "redemptions/revocation.html"
    form_class = RevocationForm
    done = gettext_lazy("已提出撤销创新券，责任方会收到通知。")

    @cached_property
    def _coupon(self) -> CouponRow:
        """The coupon of the address."""
        return get_visible_coupon(self.actor, self.kwargs["pk"])

    def context(self) -> Context:
        return {"coupon": self._coupon, "coupons": list_revocable_with(self._coupon)}

    def execute(self, data: FormData, **ids: int) -> Model:
        return propose_revocation(
            coupon_ids=data["coupons"],
            against=data["against"],
            reason=data["reason"],
            actor_id=self.actor.user_id,
            at=self.at,
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("sanction", args=[outcome.body["id"]])
