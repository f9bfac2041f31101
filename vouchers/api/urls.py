"""Addresses of vouchers below /api/v1/."""

from django.urls import path

from vouchers.api import appropriations, budget_changes, contracts, coupons, policies, rounds, service_records

urlpatterns = [
    path("coupons/", coupons.Coupons.as_view(), name="coupon-list"),
    path("coupons/<int:pk>/", coupons.CouponDetail.as_view(), name="coupon"),
    path("coupons/<int:pk>/return/", coupons.ReturnCoupon.as_view(), name="coupon-return"),
    path("policy-versions/", policies.PolicyVersions.as_view(), name="policy-version-list"),
    path("policy-versions/<int:pk>/", policies.PolicyVersionDetail.as_view(), name="policy-version"),
    path("policy-versions/<int:pk>/approve/", policies.ApprovePolicy.as_view(), name="policy-version-approve"),
    path("rounds/", rounds.Rounds.as_view(), name="round-list"),
    path("rounds/<int:pk>/", rounds.RoundDetail.as_view(), name="round"),
    path("rounds/<int:pk>/edit/", rounds.EditRound.as_view(), name="round-edit"),
    path("rounds/<int:pk>/propose/", rounds.ProposeRound.as_view(), name="round-propose"),
    path("rounds/<int:pk>/withdraw/", rounds.WithdrawRound.as_view(), name="round-withdraw"),
    path("rounds/<int:pk>/refuse/", rounds.RefuseRound.as_view(), name="round-refuse"),
    path("rounds/<int:pk>/announce/", rounds.AnnounceRound.as_view(), name="round-announce"),
    path("rounds/<int:pk>/budget/", budget_changes.ProposeBudget.as_view(), name="round-budget"),
    path("rounds/<int:pk>/close/", rounds.CloseRound.as_view(), name="round-close"),
    path("rounds/<int:pk>/settle/", rounds.SettleRound.as_view(), name="round-settle"),
    path("budget-changes/", budget_changes.BudgetChanges.as_view(), name="budget-change-list"),
    path("budget-changes/<int:pk>/", budget_changes.BudgetChangeDetail.as_view(), name="budget-change"),
    path(
        "budget-changes/<int:pk>/approve/",
        budget_changes.ApproveBudgetChange.as_view(),
        name="budget-change-approve",
    ),
    path("budget-changes/<int:pk>/refuse/", budget_changes.RefuseBudgetChange.as_view(), name="budget-change-refuse"),
    path(
        "budget-changes/<int:pk>/withdraw/",
        budget_changes.WithdrawBudgetChange.as_view(),
        name="budget-change-withdraw",
    ),
    path("appropriations/", appropriations.Appropriations.as_view(), name="appropriation-list"),
    path("appropriations/<int:pk>/", appropriations.AppropriationDetail.as_view(), name="appropriation"),
    path(
        "appropriations/<int:pk>/confirm/",
        appropriations.ConfirmAppropriation.as_view(),
        name="appropriation-confirm",
    ),
    path("appropriations/<int:pk>/refuse/", appropriations.RefuseAppropriation.as_view(), name="appropriation-refuse"),
    path(
        "appropriations/<int:pk>/withdraw/",
        appropriations.WithdrawAppropriation.as_view(),
        name="appropriation-withdraw",
    ),
    path("contracts/", contracts.Contracts.as_view(), name="contract-list"),
    path("contracts/<int:pk>/", contracts.ContractDetail.as_view(), name="contract"),
    path("contracts/<int:pk>/update/", contracts.UpdateContract.as_view(), name="contract-update"),
    path("contracts/<int:pk>/drop/", contracts.DropContract.as_view(), name="contract-drop"),
    path("contracts/<int:pk>/offer/", contracts.OfferCoupons.as_view(), name="contract-offer"),
    path("contracts/<int:pk>/register/", contracts.RegisterContract.as_view(), name="contract-register"),
    path("contracts/<int:pk>/amend/", contracts.AmendContract.as_view(), name="contract-amend"),
    path("contracts/<int:pk>/confirm-amendment/", contracts.ConfirmAmendment.as_view(), name="contract-confirm"),
    path("contracts/<int:pk>/complete/", contracts.CompleteContract.as_view(), name="contract-complete"),
    path("contracts/<int:pk>/accept-results/", contracts.AcceptResults.as_view(), name="contract-accept-results"),
    path("contracts/<int:pk>/terminate/", contracts.TerminateContract.as_view(), name="contract-terminate"),
    path("contracts/<int:pk>/press/", contracts.PressUnit.as_view(), name="contract-press"),
    path("contracts/<int:pk>/records/", service_records.ServiceRecords.as_view(), name="service-record-list"),
    path("service-records/<int:pk>/", service_records.ServiceRecordDetail.as_view(), name="service-record"),
    path(
        "service-records/<int:pk>/correct/",
        service_records.CorrectServiceRecord.as_view(),
        name="service-record-correct",
    ),
    path(
        "service-records/<int:pk>/remove/",
        service_records.RemoveServiceRecord.as_view(),
        name="service-record-remove",
    ),
]
