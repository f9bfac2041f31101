"""Addresses of the pages about payments, payment orders and payees' accounts."""

from django.urls import path

from payments.portal import bank_answers, manual_answers, orders, payee_accounts, payments, reconciliation

urlpatterns = [
    path("payments/", payments.Payments.as_view(), name="payment_list"),
    path("payments/<int:pk>/", payments.PaymentPage.as_view(), name="payment"),
    path("payments/<int:pk>/answer/", manual_answers.EnterAnswer.as_view(), name="payment_answer"),
    path("payments/<int:pk>/retry/", payments.RetryPayment.as_view(), name="payment_retry"),
    path("orders/", orders.Orders.as_view(), name="order_list"),
    path("orders/prepare/", orders.PrepareOrder.as_view(), name="order_prepare"),
    path("orders/<int:pk>/", orders.OrderPage.as_view(), name="order"),
    path("orders/<int:pk>/sign/", orders.SignOrder.as_view(), name="order_sign"),
    path("orders/<int:pk>/approve/", orders.ApproveOrder.as_view(), name="order_approve"),
    path("orders/<int:pk>/export/", orders.ExportOrder.as_view(), name="order_export"),
    path("orders/<int:pk>/file/", orders.OrderFile.as_view(), name="order_file"),
    path("orders/<int:pk>/cancel/", orders.CancelOrder.as_view(), name="order_cancel"),
    path("orders/<int:pk>/answer/", bank_answers.ImportAnswer.as_view(), name="order_answer"),
    path("orders/<int:pk>/reconciliation/", reconciliation.OrderAttempts.as_view(), name="order_reconciliation"),
    path("reconciliation/", reconciliation.Overview.as_view(), name="reconciliation"),
    path("reconciliation/year/", reconciliation.YearPage.as_view(), name="reconciliation_year"),
    path("reconciliation/month/", reconciliation.PeriodPage.as_view(), name="reconciliation_period"),
    path("bank-answers/unmatched/", bank_answers.UnmatchedLines.as_view(), name="unmatched_lines"),
    path("bank-answers/<int:pk>/", bank_answers.BankAnswerPage.as_view(), name="bank_answer"),
    path("bank-answers/<int:pk>/file/", bank_answers.AnswerFileDownload.as_view(), name="bank_answer_file"),
    path("bank-answer-lines/<int:pk>/match/", manual_answers.MatchLine.as_view(), name="line_match"),
    path("manual-answers/", manual_answers.ManualAnswers.as_view(), name="manual_answer_list"),
    path("manual-answers/<int:pk>/", manual_answers.ManualAnswerPage.as_view(), name="manual_answer"),
    path("manual-answers/<int:pk>/confirm/", manual_answers.ConfirmAnswer.as_view(), name="manual_answer_confirm"),
    path("manual-answers/<int:pk>/refuse/", manual_answers.RefuseAnswer.as_view(), name="manual_answer_refuse"),
    path("payee-accounts/", payee_accounts.PayeeAccounts.as_view(), name="payee_account_list"),
    path("payee-accounts/enter/", payee_accounts.EnterAccount.as_view(), name="payee_account_enter"),
    path("payee-accounts/stop/<str:token>/", payee_accounts.StopChange.as_view(), name="account_change_stop"),
    path("payee-accounts/<int:pk>/", payee_accounts.PayeeAccountPage.as_view(), name="payee_account"),
    path("payee-accounts/<int:pk>/check/", payee_accounts.CheckAccount.as_view(), name="payee_account_check"),
    path("payee-accounts/<int:pk>/confirm/", payee_accounts.ConfirmAccount.as_view(), name="payee_account_confirm"),
    path("payee-accounts/<int:pk>/refuse/", payee_accounts.RefuseAccount.as_view(), name="payee_account_refuse"),
    path("payee-accounts/<int:pk>/stop/", payee_accounts.StopAccount.as_view(), name="payee_account_stop"),
]
