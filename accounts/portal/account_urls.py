"""Our pages below /account/, tried before those of allauth."""

from django.urls import path

from accounts.portal import mail_addresses, sign_up

urlpatterns = [
    path("email/", mail_addresses.MailAddresses.as_view(), name="account_email"),
    path("signup/", sign_up.SignUp.as_view(), name="account_signup"),
    path("signup/<str:key>/", sign_up.Complete.as_view(), name="sign_up_complete"),
]
