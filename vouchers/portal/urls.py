"""Addresses of the pages of policies, rounds, coupons, contracts and service records."""

from django.urls import path

from vouchers.portal import (
    applicant_contracts,
    appropriations,
    budget_changes,
    claims,
    coupons,
    ledger,
    policies,
    public_rounds,
    rounds,
    service_records,
    unit_contract_acts,
    unit_contracts,
)

public_pages = [
    path("announced-rounds/", public_rounds.Rounds.as_view(), name="public_rounds"),
    path("announced-rounds/<int:pk>/", public_rounds.RoundPage.as_view(), name="public_round"),
    path("announced-rounds/<int:pk>/balance/", public_rounds.RoundBalance.as_view(), name="round_balance"),
]
applicant_pages = [
    path("coupons/", coupons.Coupons.as_view(), name="coupon_list"),
    path("coupons/claim/", claims.ChooseRound.as_view(), name="claim_choose"),
    path("coupons/claim/<int:round>/", claims.Claim.as_view(), name="claim"),
    path("coupons/<int:pk>/", coupons.CouponPage.as_view(), name="coupon"),
    path("coupons/<int:pk>/return/", coupons.ReturnCoupon.as_view(), name="coupon_return"),
    path("contracts/", applicant_contracts.Contracts.as_view(), name="contract_list"),
    path("contracts/<int:pk>/", applicant_contracts.ContractPage.as_view(), name="contract"),
    path("contracts/<int:pk>/offer/", applicant_contracts.OfferCoupons.as_view(), name="contract_offer"),
    path("contracts/<int:pk>/accept/", applicant_contracts.AcceptResults.as_view(), name="contract_accept"),
    path("contracts/<int:pk>/confirm/", applicant_contracts.ConfirmAmendment.as_view(), name="contract_confirm"),
    path("contracts/<int:pk>/press/", applicant_contracts.PressUnit.as_view(), name="contract_press"),
]
unit_pages = [
    path("service-contracts/", unit_contracts.Contracts.as_view(), name="service_contract_list"),
    path("service-contracts/<int:pk>/", unit_contracts.ContractPage.as_view(), name="service_contract"),
    path("unit/projects/<int:project>/contract/", unit_contracts.DraftContract.as_view(), name="contract_draft"),
    path("service-contracts/<int:pk>/update/", unit_contracts.UpdateContract.as_view(), name="contract_update"),
    path("service-contracts/<int:pk>/drop/", unit_contracts.DropContract.as_view(), name="contract_drop"),
    path(
        "service-contracts/<int:pk>/register/", unit_contract_acts.RegisterContract.as_view(), name="contract_register"
    ),
    path("service-contracts/<int:pk>/amend/", unit_contract_acts.AmendContract.as_view(), name="contract_amend"),
    path(
        "service-contracts/<int:pk>/complete/", unit_contract_acts.CompleteContract.as_view(), name="contract_complete"
    ),
    path(
        "service-contracts/<int:pk>/terminate/",
        unit_contract_acts.TerminateContract.as_view(),
        name="contract_terminate",
    ),
    path("service-contracts/<int:pk>/records/add/", service_records.AddRecord.as_view(), name="record_add"),
    path("service-records/", service_records.Records.as_view(), name="service_record_list"),
    path("service-records/<int:pk>/correct/", service_records.CorrectRecord.as_view(), name="record_correct"),
    path("service-records/<int:pk>/remove/", service_records.RemoveRecord.as_view(), name="record_remove"),
]
officer_pages = [
    path("rounds/", rounds.Rounds.as_view(), name="round_list"),
    path("rounds/create/", rounds.CreateRound.as_view(), name="round_create"),
    path("rounds/<int:pk>/", rounds.RoundPage.as_view(), name="round"),
    path("rounds/<int:pk>/edit/", rounds.EditRound.as_view(), name="round_edit"),
    path("rounds/<int:pk>/propose/", rounds.ProposeRound.as_view(), name="round_propose"),
    path("rounds/<int:pk>/withdraw/", rounds.WithdrawRound.as_view(), name="round_withdraw"),
    path("rounds/<int:pk>/refuse/", rounds.RefuseRound.as_view(), name="round_refuse"),
    path("rounds/<int:pk>/announce/", rounds.AnnounceRound.as_view(), name="round_announce"),
    path("rounds/<int:pk>/budget/", rounds.ProposeBudget.as_view(), name="round_budget"),
    path("rounds/<int:pk>/close/", rounds.CloseRound.as_view(), name="round_close"),
    path("rounds/<int:pk>/settle/", rounds.SettleRound.as_view(), name="round_settle"),
    path("ledger/", ledger.Ledger.as_view(), name="ledger"),
    path("budget-changes/", budget_changes.BudgetChanges.as_view(), name="budget_change_list"),
    path(
        "budget-changes/<int:pk>/approve/", budget_changes.ApproveBudgetChange.as_view(), name="budget_change_approve"
    ),
    path("budget-changes/<int:pk>/refuse/", budget_changes.RefuseBudgetChange.as_view(), name="budget_change_refuse"),
    path(
        "budget-changes/<int:pk>/withdraw/",
        budget_changes.WithdrawBudgetChange.as_view(),
        name="budget_change_withdraw",
    ),
    path("appropriations/", appropriations.Appropriations.as_view(), name="appropriation_list"),
    path("appropriations/enter/", appropriations.EnterAppropriation.as_view(), name="appropriation_enter"),
    path(
        "appropriations/<int:pk>/confirm/",
        appropriations.ConfirmAppropriation.as_view(),
        name="appropriation_confirm",
    ),
    path("appropriations/<int:pk>/refuse/", appropriations.RefuseAppropriation.as_view(), name="appropriation_refuse"),
    path(
        "appropriations/<int:pk>/withdraw/",
        appropriations.WithdrawAppropriation.as_view(),
        name="appropriation_withdraw",
    ),
    path("policies/", policies.Policies.as_view(), name="policy_list"),
    path("policies/<int:pk>/", policies.PolicyPage.as_view(), name="policy"),
    path("policies/<int:pk>/approve/", policies.ApprovePolicy.as_view(), name="policy_approve"),
]
urlpatterns = [*public_pages, *applicant_pages, *unit_pages, *officer_pages]
