"""Pages for claiming: choose a round, see the possible amount and its reasons, claim."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.idempotency.commands import KeyedRequest, Outcome
from core.web.pages import Context, FormData, FormPage, Page, reasons
from vouchers.portal.forms.claims import ClaimForm
from vouchers.selectors.eligibility import ClaimableAmount, get_claimable_amount, preview_claim
from vouchers.selectors.rounds import RoundRow, get_round, list_announced_rounds
from vouchers.services.claims import claim_coupon


class ChooseRound(Page):
    """The rounds that are open or to come. Redirects to the claim if the only one is open."""

    operation = "coupon.claim"
    template = "vouchers/claim/choose.html"

    def get(self, request: HttpRequest, **ids: int) -> HttpResponseBase:
        rounds = list_announced_rounds(at=self.at)
        open_now = [row for row in rounds if row.opens_at <= self.at]
        if len(open_now) == 1 and len(rounds) == 1:
            return HttpResponseRedirect(reverse("claim", args=[open_now[0].pk]))
        return self.page(rounds=rounds)


class Claim(FormPage):
    """Claim a coupon of a round. `?amount=` and the button 试算 show what a claim of it would leave, and claim nothing."""

    operation = "coupon.claim"
    throttle_scope = "claim"
    template = "vouchers/claim/page.html"
    form_class = ClaimForm
    done = _("申领成功。请在期限内选定开放单位、签订合同并完成登记。")

    @cached_property
    def _claimable(self) -> ClaimableAmount:
        return get_claimable_amount(round_=self._round, applicant_id=self.actor.party, at=self.at)

    @cached_property
    def _round(self) -> RoundRow:
        return get_round(self.kwargs["round"])

    def context(self) -> Context:
        return {
            "round": self._round,
            "claimable": self._claimable,
            "obstacles": reasons(self._claimable.obstacles),
            **self._preview(),
        }

    def initial_values(self) -> Context:
        return {"amount": self.request.GET.get("amount", "")}

    def post(self, request: HttpRequest, **ids: int) -> HttpResponse:
        if not self._is_preview:
            return super().post(request, **ids)
        return self.page(form=self.make_form(request.POST), key=request.POST.get("key", ""), refusals=[])

    @property
    def _is_preview(self) -> bool:
        """Whether the button 试算 was pressed, for who has no scripts."""
        return "preview" in self.request.POST

    def _preview(self) -> Context:
        """Return what the typed amount would leave; nothing without one. Asked in the address while it is typed."""
        typed = self.form_class(self.request.POST if self._is_preview else self.request.GET)
        if not typed.is_valid():
            return {}
        found = preview_claim(
            round_=self._round,
            applicant_id=self.actor.party,
            amount=typed.cleaned_data["amount"],
            at=self.at,
        )
        return {"rest": found.rest, "preview": reasons(found.refusals)}

    def perform(self, request: KeyedRequest, data: FormData, **ids: int) -> Outcome:
        return claim_coupon(
            round_id=ids["round"],
            applicant_id=self.actor.party,
            amount=data["amount"],
            request=request,
            render=self.remember,
        )

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return reverse("coupon", args=[outcome.body["id"]])
