"""What a claim, a choice of coupons and an acceptance would do, by their own rules, before they are sent (试算)."""

from collections.abc import Mapping

from core.api.serializers import Nothing
from core.api.views import ApiData, PreviewView
from core.values.errors import DomainError
from vouchers.api.preview_serializers import (
    AcceptancePreviewOut,
    ClaimPreviewIn,
    ClaimPreviewOut,
    OfferPreviewIn,
    OfferPreviewOut,
)
from vouchers.selectors.acceptances import find_acceptance
from vouchers.selectors.contracts import get_applicant_contract
from vouchers.selectors.eligibility import get_claimable_amount, preview_claim
from vouchers.selectors.offers import preview_chosen
from vouchers.selectors.rounds import get_round


class PreviewClaim(PreviewView):
    """What a claim of an amount would leave of the year and the round, or every reason against it."""

    operation = "coupon.claim"
    query_class = ClaimPreviewIn
    output_class = ClaimPreviewOut

    def preview(self, data: ApiData, **ids: int) -> Mapping[str, object]:
        round_, applicant_id = get_round(data["round"]), self.actor.party
        found = preview_claim(round_=round_, applicant_id=applicant_id, amount=data["amount"], at=self.at)
        most = get_claimable_amount(round_=round_, applicant_id=applicant_id, at=self.at).maximum
        return {"maximum": most, "rest": found.rest, "refusals": found.refusals}


class PreviewOffer(PreviewView):
    """What chosen coupons would pay of a contract and what remains, or the reason against them."""

    operation = "contract.offer"
    query_class = OfferPreviewIn
    output_class = OfferPreviewOut

    def preview(self, data: ApiData, **ids: int) -> object:
        contract = get_applicant_contract(applicant_id=self.actor.party, contract_id=ids["pk"])
        chosen = preview_chosen(contract, chosen=data["coupons"], applicant_id=self.actor.party, at=self.at)
        if chosen is None:
            raise DomainError("coupons_missing", field="coupons", kind="refused")
        return chosen


class PreviewAcceptance(PreviewView):
    """What becomes of each coupon of a contract once the applicant accepts its results."""

    operation = "contract.confirm"
    query_class = Nothing
    output_class = AcceptancePreviewOut

    def preview(self, data: ApiData, **ids: int) -> object:
        contract = get_applicant_contract(applicant_id=self.actor.party, contract_id=ids["pk"])
        bill = find_acceptance(contract)
        if bill is None:
            raise DomainError("illegal_state", kind="refused", state=contract.state)
        return bill
