"""Addresses of vouchers below /api/v1/."""

from django.urls import path

from vouchers.api import batches, coupons, policies, rounds

urlpatterns = [
    path("policy-versions/", policies.PolicyVersions.as_view(), name="policy-version-list"),
    path("policy-versions/<int:pk>/", policies.PolicyVersionDetail.as_view(), name="policy-version"),
    path("policy-versions/<int:pk>/approve/", policies.ApprovePolicy.as_view(), name="policy-version-approve"),
    path("calendar-years/", policies.CalendarYears.as_view(), name="calendar-year-list"),
    path("rounds/", rounds.Rounds.as_view(), name="round-list"),
    path("rounds/<int:pk>/", rounds.RoundDetail.as_view(), name="round"),
    path("rounds/<int:pk>/announce/", rounds.AnnounceRound.as_view(), name="round-announce"),
    path("rounds/<int:pk>/budget/", rounds.ChangeBudget.as_view(), name="round-budget"),
    path("rounds/<int:pk>/close/", rounds.CloseRound.as_view(), name="round-close"),
    path("rounds/<int:pk>/settle/", rounds.SettleRound.as_view(), name="round-settle"),
    path("coupons/", coupons.Coupons.as_view(), name="coupon-list"),
    path("coupons/<int:pk>/", coupons.CouponDetail.as_view(), name="coupon"),
    path("coupons/<int:pk>/return/", coupons.ReturnCoupon.as_view(), name="coupon-return"),
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
    path("batches/<int:pk>/approve/", batches.ApproveBatch.as_view(), name="batch-approve"),
    path("batches/<int:pk>/approve-carried/", batches.ApproveCarried.as_view(), name="batch-approve-carried"),
    path("redemptions/<int:pk>/decide/", batches.DecideRedemption.as_view(), name="redemption-decide"),
]
