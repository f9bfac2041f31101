"""Addresses of redemptions below /api/v1/."""

from django.urls import path

from redemptions.api import appeals, batches, decisions, evidence, invoices, redemptions, revocations

urlpatterns = [
    path("appeals/", appeals.Appeals.as_view(), name="appeal-list"),
    path("appeals/<int:pk>/", appeals.AppealDetail.as_view(), name="appeal"),
    path("appeals/<int:pk>/attachments/", appeals.AddAppealFile.as_view(), name="appeal-attachments"),
    path("appeals/<int:pk>/examine/", appeals.ExamineAppeals.as_view(), name="appeal-examine"),
    path("appeals/<int:pk>/decide/", appeals.DecideAppeals.as_view(), name="appeal-decide"),
    path("redemptions/<int:pk>/appeal/", appeals.FileAppeal.as_view(), name="redemption-appeal"),
    path("redemptions/<int:pk>/waive-appeal/", appeals.WaiveAppeal.as_view(), name="redemption-waive-appeal"),
    path("batches/", batches.Batches.as_view(), name="batch-list"),
    path("batches/<int:pk>/", batches.BatchDetail.as_view(), name="batch"),
    path("batches/<int:pk>/collect/", batches.CollectRedemptions.as_view(), name="batch-collect"),
    path("batches/<int:pk>/remove/", batches.RemoveRedemption.as_view(), name="batch-remove"),
    path("batches/<int:pk>/begin-review/", batches.BeginReview.as_view(), name="batch-begin-review"),
    path("batches/<int:pk>/summarise/", batches.SummariseBatch.as_view(), name="batch-summarise"),
    path("batches/<int:pk>/clear/", batches.ClearBatch.as_view(), name="batch-clear"),
    path("batches/<int:pk>/send-back/", batches.SendBackBatch.as_view(), name="batch-send-back"),
    path("batches/<int:pk>/publish/", batches.PublishBatch.as_view(), name="batch-publish"),
    path("batches/<int:pk>/refuse/", batches.RefuseBatch.as_view(), name="batch-refuse"),
    path("batches/<int:pk>/sign/", batches.SignBatch.as_view(), name="batch-sign"),
    path("batches/<int:pk>/approve/", batches.ApproveBatch.as_view(), name="batch-approve"),
    path("batches/<int:pk>/approve-carried/", batches.ApproveCarried.as_view(), name="batch-approve-carried"),
    path("revocations/", revocations.ProposeRevocation.as_view(), name="revocation-list"),
    path("redemptions/<int:pk>/decide/", decisions.DecideRedemption.as_view(), name="redemption-decide"),
    path("redemptions/", redemptions.Redemptions.as_view(), name="redemption-list"),
    path("redemptions/<int:pk>/", redemptions.RedemptionDetail.as_view(), name="redemption"),
    path("redemptions/<int:pk>/update/", redemptions.UpdateRedemption.as_view(), name="redemption-update"),
    path("redemptions/<int:pk>/adopt-records/", redemptions.AdoptRecords.as_view(), name="redemption-adopt-records"),
    path("redemptions/<int:pk>/invoices/", invoices.SetInvoices.as_view(), name="redemption-invoices"),
    path("damaged-evidence/", evidence.DamagedEvidence.as_view(), name="damaged-evidence"),
    path("redemptions/<int:pk>/attachments/", evidence.AddEvidence.as_view(), name="redemption-attachments"),
    path(
        "redemptions/<int:pk>/attachments/<int:attachment>/remove/",
        evidence.RemoveEvidence.as_view(),
        name="redemption-attachment-remove",
    ),
    path("redemptions/<int:pk>/checks/", redemptions.CheckSheet.as_view(), name="redemption-checks"),
    path("redemptions/<int:pk>/submit/", redemptions.SubmitRedemption.as_view(), name="redemption-submit"),
    path("redemptions/<int:pk>/withdraw/", redemptions.WithdrawRedemption.as_view(), name="redemption-withdraw"),
    path("redemptions/<int:pk>/accept/", redemptions.AcceptRedemption.as_view(), name="redemption-accept"),
    path("redemptions/<int:pk>/return/", redemptions.ReturnRedemption.as_view(), name="redemption-return"),
]
