"""Addresses of the pages open units and staff work on."""

from django.urls import path

from vouchers.portal import (
    batch_pages,
    batch_steps,
    officer_checks,
    officer_rounds,
    policy_pages,
    redemption_pages,
    unit_contracts,
    unit_evidence,
    unit_records,
    unit_redemptions,
    unit_steps,
)

unit_pages = [
    path("service-contracts/", unit_contracts.Contracts.as_view(), name="service_contract_list"),
    path("service-contracts/<int:pk>/", unit_contracts.ContractPage.as_view(), name="service_contract"),
    path("unit/projects/<int:project>/contract/", unit_contracts.DraftContract.as_view(), name="contract_draft"),
    path("service-contracts/<int:pk>/update/", unit_contracts.UpdateContract.as_view(), name="contract_update"),
    path("service-contracts/<int:pk>/drop/", unit_contracts.DropContract.as_view(), name="contract_drop"),
    path("service-contracts/<int:pk>/register/", unit_steps.RegisterContract.as_view(), name="contract_register"),
    path("service-contracts/<int:pk>/amend/", unit_steps.AmendContract.as_view(), name="contract_amend"),
    path("service-contracts/<int:pk>/complete/", unit_steps.CompleteContract.as_view(), name="contract_complete"),
    path("service-contracts/<int:pk>/terminate/", unit_steps.TerminateContract.as_view(), name="contract_terminate"),
    path("service-contracts/<int:pk>/records/add/", unit_records.AddRecord.as_view(), name="record_add"),
    path("service-contracts/<int:pk>/redeem/", unit_redemptions.StartRedemption.as_view(), name="redemption_start"),
    path("service-records/", unit_records.Records.as_view(), name="service_record_list"),
    path("service-records/<int:pk>/correct/", unit_records.CorrectRecord.as_view(), name="record_correct"),
    path("service-records/<int:pk>/remove/", unit_records.RemoveRecord.as_view(), name="record_remove"),
]
redemption_urls = [
    path("redemptions/", redemption_pages.Redemptions.as_view(), name="redemption_list"),
    path("redemptions/<int:pk>/", redemption_pages.RedemptionPage.as_view(), name="redemption"),
    path("redemptions/<int:pk>/amounts/", unit_redemptions.EnterAmounts.as_view(), name="redemption_amounts"),
    path("redemptions/<int:pk>/invoices/", unit_evidence.EnterInvoices.as_view(), name="redemption_invoices"),
    path("redemptions/<int:pk>/files/add/", unit_evidence.AddEvidence.as_view(), name="evidence_add"),
    path(
        "redemptions/<int:pk>/files/<int:attachment>/remove/",
        unit_evidence.RemoveEvidence.as_view(),
        name="evidence_remove",
    ),
    path("redemptions/<int:pk>/submit/", unit_redemptions.SubmitRedemption.as_view(), name="redemption_submit"),
    path("redemptions/<int:pk>/withdraw/", unit_redemptions.WithdrawRedemption.as_view(), name="redemption_withdraw"),
    path("redemptions/<int:pk>/accept/", officer_checks.AcceptRedemption.as_view(), name="redemption_accept"),
    path("redemptions/<int:pk>/return/", officer_checks.ReturnRedemption.as_view(), name="redemption_return"),
]
batch_urls = [
    path("batches/", batch_pages.Batches.as_view(), name="batch_list"),
    path("batches/create/", batch_pages.CreateBatch.as_view(), name="batch_create"),
    path("batches/<int:pk>/", batch_pages.BatchPage.as_view(), name="batch"),
    path("batches/<int:pk>/collect/", batch_pages.Collect.as_view(), name="batch_collect"),
    path("batches/<int:pk>/items/<int:redemption>/decide/", batch_pages.Decide.as_view(), name="batch_decide"),
    path("batches/<int:pk>/items/<int:redemption>/remove/", batch_pages.RemoveItem.as_view(), name="batch_remove"),
    path("batches/<int:pk>/review/", batch_steps.BeginReview.as_view(), name="batch_review"),
    path("batches/<int:pk>/summarise/", batch_steps.Summarise.as_view(), name="batch_summarise"),
    path("batches/<int:pk>/clear/", batch_steps.Clear.as_view(), name="batch_clear"),
    path("batches/<int:pk>/return/", batch_steps.SendBack.as_view(), name="batch_return"),
    path("batches/<int:pk>/publish/", batch_steps.Publish.as_view(), name="batch_publish"),
    path("batches/<int:pk>/refuse/", batch_steps.Refuse.as_view(), name="batch_refuse"),
    path("batches/<int:pk>/approve/", batch_steps.Approve.as_view(), name="batch_approve"),
    path("batches/<int:pk>/carried/", batch_steps.ApproveCarried.as_view(), name="batch_carried"),
]
officer_pages = [
    path("rounds/", officer_rounds.Rounds.as_view(), name="round_list"),
    path("rounds/create/", officer_rounds.CreateRound.as_view(), name="round_create"),
    path("rounds/<int:pk>/", officer_rounds.RoundPage.as_view(), name="round"),
    path("rounds/<int:pk>/announce/", officer_rounds.AnnounceRound.as_view(), name="round_announce"),
    path("rounds/<int:pk>/budget/", officer_rounds.ChangeBudget.as_view(), name="round_budget"),
    path("rounds/<int:pk>/close/", officer_rounds.CloseRound.as_view(), name="round_close"),
    path("rounds/<int:pk>/settle/", officer_rounds.SettleRound.as_view(), name="round_settle"),
    path("policies/", policy_pages.Policies.as_view(), name="policy_list"),
    path("policies/<int:pk>/", policy_pages.PolicyPage.as_view(), name="policy"),
    path("policies/<int:pk>/approve/", policy_pages.ApprovePolicy.as_view(), name="policy_approve"),
]
work_pages = [*unit_pages, *redemption_urls, *batch_urls, *officer_pages]
