"""Addresses of the pages of redemptions and batches."""

from django.urls import path

from redemptions.portal import (
    appeal_acts,
    appeals,
    batch_acts,
    batches,
    damaged_files,
    evidence,
    formal_checks,
    invoices,
    redemptions,
    revocations,
    unit_redemptions,
)

redemption_pages = [
    path("coupons/<int:pk>/revoke/", revocations.ProposeRevocation.as_view(), name="coupon_revoke"),
    path("service-contracts/<int:pk>/redeem/", unit_redemptions.StartRedemption.as_view(), name="redemption_start"),
    path("redemptions/", redemptions.Redemptions.as_view(), name="redemption_list"),
    path("redemptions/<int:pk>/", redemptions.RedemptionPage.as_view(), name="redemption"),
    path("redemptions/<int:pk>/amounts/", unit_redemptions.EnterAmounts.as_view(), name="redemption_amounts"),
    path("redemptions/<int:pk>/adopt-records/", unit_redemptions.AdoptRecords.as_view(), name="redemption_adopt"),
    path("redemptions/<int:pk>/invoices/", invoices.EnterInvoices.as_view(), name="redemption_invoices"),
    path("evidence/damaged/", damaged_files.DamagedEvidence.as_view(), name="damaged_evidence"),
    path("redemptions/<int:pk>/files/add/", evidence.AddEvidence.as_view(), name="evidence_add"),
    path(
        "redemptions/<int:pk>/files/<int:attachment>/remove/",
        evidence.RemoveEvidence.as_view(),
        name="evidence_remove",
    ),
    path("redemptions/<int:pk>/submit/", unit_redemptions.SubmitRedemption.as_view(), name="redemption_submit"),
    path("redemptions/<int:pk>/withdraw/", unit_redemptions.WithdrawRedemption.as_view(), name="redemption_withdraw"),
    path("redemptions/<int:pk>/accept/", formal_checks.AcceptRedemption.as_view(), name="redemption_accept"),
    path("redemptions/<int:pk>/return/", formal_checks.ReturnRedemption.as_view(), name="redemption_return"),
]
batch_pages = [
    path("batches/", batches.Batches.as_view(), name="batch_list"),
    path("batches/create/", batches.CreateBatch.as_view(), name="batch_create"),
    path("batches/<int:pk>/", batches.BatchPage.as_view(), name="batch"),
    path("batches/<int:pk>/collect/", batches.Collect.as_view(), name="batch_collect"),
    path("batches/<int:pk>/items/<int:redemption>/decide/", batches.Decide.as_view(), name="batch_decide"),
    path("batches/<int:pk>/items/<int:redemption>/remove/", batches.RemoveItem.as_view(), name="batch_remove"),
    path("batches/<int:pk>/review/", batch_acts.BeginReview.as_view(), name="batch_review"),
    path("batches/<int:pk>/summarise/", batch_acts.Summarise.as_view(), name="batch_summarise"),
    path("batches/<int:pk>/clear/", batch_acts.Clear.as_view(), name="batch_clear"),
    path("batches/<int:pk>/return/", batch_acts.SendBack.as_view(), name="batch_return"),
    path("batches/<int:pk>/publish/", batch_acts.Publish.as_view(), name="batch_publish"),
    path("batches/<int:pk>/refuse/", batch_acts.Refuse.as_view(), name="batch_refuse"),
    path("batches/<int:pk>/sign/", batch_acts.Sign.as_view(), name="batch_sign"),
    path("batches/<int:pk>/approve/", batch_acts.Approve.as_view(), name="batch_approve"),
    path("batches/<int:pk>/carried/", batch_acts.ApproveCarried.as_view(), name="batch_carried"),
]
appeal_pages = [
    path("redemptions/<int:pk>/appeal/", appeal_acts.FileAppeal.as_view(), name="appeal_file"),
    path("redemptions/<int:pk>/appeal/waive/", appeal_acts.WaiveAppeal.as_view(), name="appeal_waive"),
    path("appeals/", appeals.Appeals.as_view(), name="appeal_list"),
    path("appeals/<int:pk>/", appeals.AppealPage.as_view(), name="appeal"),
    path("appeals/<int:pk>/files/add/", appeal_acts.AddFile.as_view(), name="appeal_file_add"),
    path("appeals/<int:pk>/examine/", appeals.Examine.as_view(), name="appeal_examine"),
    path("appeals/<int:pk>/decide/", appeals.Decide.as_view(), name="appeal_decide"),
]
urlpatterns = [*redemption_pages, *batch_pages, *appeal_pages]
