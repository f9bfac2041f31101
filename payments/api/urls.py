"""Addresses of payments, payment orders and payees' accounts below /api/v1/."""

from django.urls import path

from payments.api import bank_answers, manual_answers, orders, payee_accounts, payments, reconciliation, recoveries

urlpatterns = [
    path("payments/", payments.PaymentList.as_view(), name="payment-list"),
    path("payments/<int:pk>/", payments.PaymentDetail.as_view(), name="payment-detail"),
    path("payments/<int:pk>/answers/", manual_answers.EnterAnswer.as_view(), name="payment-answer"),
    path("payments/<int:pk>/retry/", payments.RetryPayment.as_view(), name="payment-retry"),
    path("payment-orders/", orders.Orders.as_view(), name="payment-order-list"),
    path("payment-orders/<int:pk>/", orders.OrderDetail.as_view(), name="payment-order-detail"),
    path("payment-orders/<int:pk>/sign/", orders.SignOrder.as_view(), name="payment-order-sign"),
    path("payment-orders/<int:pk>/approve/", orders.ApproveOrder.as_view(), name="payment-order-approve"),
    path("payment-orders/<int:pk>/export/", orders.ExportOrder.as_view(), name="payment-order-export"),
    path("payment-orders/<int:pk>/file/", orders.OrderFile.as_view(), name="payment-order-file"),
    path("payment-orders/<int:pk>/cancel/", orders.CancelOrder.as_view(), name="payment-order-cancel"),
    path("payment-orders/<int:pk>/answers/", bank_answers.BankAnswers.as_view(), name="bank-answer-list"),
    path("payment-orders/<int:pk>/answers/preview/", bank_answers.AnswerPreview.as_view(), name="bank-answer-preview"),
    path("payment-orders/<int:pk>/attempts/", reconciliation.OrderAttempts.as_view(), name="payment-order-attempts"),
    path("reconciliation/", reconciliation.Reconciliation.as_view(), name="reconciliation-figures"),
    path("reconciliation-entries/", reconciliation.Entries.as_view(), name="reconciliation-entry-list"),
    path("bank-answers/<int:pk>/file/", bank_answers.AnswerFileDownload.as_view(), name="bank-answer-file"),
    path("bank-answer-lines/", bank_answers.AnswerLines.as_view(), name="bank-answer-line-list"),
    path("bank-answer-lines/<int:pk>/match/", manual_answers.ProposeMatch.as_view(), name="bank-answer-line-match"),
    path("manual-answers/", manual_answers.ManualAnswers.as_view(), name="manual-answer-list"),
    path("manual-answers/<int:pk>/", manual_answers.ManualAnswerDetail.as_view(), name="manual-answer-detail"),
    path("manual-answers/<int:pk>/confirm/", manual_answers.ConfirmAnswer.as_view(), name="manual-answer-confirm"),
    path("manual-answers/<int:pk>/refuse/", manual_answers.RefuseAnswer.as_view(), name="manual-answer-refuse"),
    path("recoveries/", recoveries.Recoveries.as_view(), name="recovery-list"),
    path("recoveries/<int:pk>/", recoveries.RecoveryDetail.as_view(), name="recovery-detail"),
    path("recoveries/<int:pk>/hear/", recoveries.HearRecovery.as_view(), name="recovery-hear"),
    path("recoveries/<int:pk>/answer/", recoveries.AnswerRecovery.as_view(), name="recovery-answer"),
    path("recoveries/<int:pk>/drop/", recoveries.DropRecovery.as_view(), name="recovery-drop"),
    path("recoveries/<int:pk>/decide/", recoveries.DecideRecovery.as_view(), name="recovery-decide"),
    path(
        "recoveries/<int:pk>/propose-write-off/",
        recoveries.ProposeWriteOff.as_view(),
        name="recovery-propose-write-off",
    ),
    path("recoveries/<int:pk>/write-off/", recoveries.WriteOffRecovery.as_view(), name="recovery-write-off"),
    path(
        "recoveries/<int:pk>/refuse-write-off/", recoveries.RefuseWriteOff.as_view(), name="recovery-refuse-write-off"
    ),
    path("recoveries/<int:pk>/repayments/", recoveries.EnterRepayment.as_view(), name="recovery-repayments"),
    path("repayments/<int:pk>/confirm/", recoveries.ConfirmRepayment.as_view(), name="repayment-confirm"),
    path("repayments/<int:pk>/refuse/", recoveries.RefuseRepayment.as_view(), name="repayment-refuse"),
    path("payee-accounts/", payee_accounts.PayeeAccounts.as_view(), name="payee-account-list"),
    path("payee-accounts/<int:pk>/", payee_accounts.PayeeAccountDetail.as_view(), name="payee-account-detail"),
    path("payee-accounts/<int:pk>/check/", payee_accounts.CheckAccount.as_view(), name="payee-account-check"),
    path("payee-accounts/<int:pk>/confirm/", payee_accounts.ConfirmAccount.as_view(), name="payee-account-confirm"),
    path("payee-accounts/<int:pk>/refuse/", payee_accounts.RefuseAccount.as_view(), name="payee-account-refuse"),
    path("payee-accounts/<int:pk>/stop/", payee_accounts.StopAccount.as_view(), name="payee-account-stop"),
]
