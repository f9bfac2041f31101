"""Addresses of the pages about vouchers."""

from django.urls import path

from vouchers.portal import applicants, calculator, contracts_applicant, coupons, dashboard, public, rounds
from vouchers.portal.work_urls import work_pages

public_pages = [
    path("", public.Home.as_view(), name="home"),
    path("announced-rounds/", public.Rounds.as_view(), name="public_rounds"),
    path("announced-rounds/<int:pk>/", public.RoundPage.as_view(), name="public_round"),
    path("announced-rounds/<int:pk>/balance/", public.RoundBalance.as_view(), name="round_balance"),
    path("calculator/", calculator.Calculator.as_view(), name="calculator"),
]
applicant_pages = [
    path("register/enterprise/", applicants.RegisterEnterprise.as_view(), name="register_enterprise"),
    path("register/team/", applicants.RegisterTeam.as_view(), name="register_team"),
    path("profile/", applicants.Profile.as_view(), name="profile"),
    path("profile/declare/", applicants.Declare.as_view(), name="profile_declare"),
    path("coupons/", coupons.Coupons.as_view(), name="coupon_list"),
    path("coupons/claim/", rounds.ChooseRound.as_view(), name="claim_choose"),
    path("coupons/claim/<int:round>/", rounds.Claim.as_view(), name="claim"),
    path("coupons/<int:pk>/", coupons.CouponPage.as_view(), name="coupon"),
    path("coupons/<int:pk>/return/", coupons.ReturnCoupon.as_view(), name="coupon_return"),
    path("contracts/", contracts_applicant.Contracts.as_view(), name="contract_list"),
    path("contracts/<int:pk>/", contracts_applicant.ContractPage.as_view(), name="contract"),
    path("contracts/<int:pk>/offer/", contracts_applicant.OfferCoupons.as_view(), name="contract_offer"),
    path("contracts/<int:pk>/accept/", contracts_applicant.AcceptResults.as_view(), name="contract_accept"),
    path("contracts/<int:pk>/confirm/", contracts_applicant.ConfirmAmendment.as_view(), name="contract_confirm"),
    path("contracts/<int:pk>/press/", contracts_applicant.PressUnit.as_view(), name="contract_press"),
]
urlpatterns = [
    path("dashboard/", dashboard.Dashboard.as_view(), name="dashboard"),
    *public_pages,
    *applicant_pages,
    *work_pages,
]
