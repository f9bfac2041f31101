"""Addresses of the pages about payments and payment orders."""

from django.urls import path

from payments.portal import orders, payments

urlpatterns = [
    path("payments/", payments.Payments.as_view(), name="payment_list"),
    path("payments/<int:pk>/", payments.PaymentPage.as_view(), name="payment"),
    path("payments/<int:pk>/confirm/", payments.ConfirmPayment.as_view(), name="payment_confirm"),
    path("payments/<int:pk>/fail/", payments.FailPayment.as_view(), name="payment_fail"),
    path("payments/<int:pk>/retry/", payments.RetryPayment.as_view(), name="payment_retry"),
    path("orders/", orders.Orders.as_view(), name="order_list"),
    path("orders/prepare/", orders.PrepareOrder.as_view(), name="order_prepare"),
    path("orders/<int:pk>/", orders.OrderPage.as_view(), name="order"),
    path("orders/<int:pk>/approve/", orders.ApproveOrder.as_view(), name="order_approve"),
    path("orders/<int:pk>/export/", orders.ExportOrder.as_view(), name="order_export"),
    path("orders/<int:pk>/cancel/", orders.CancelOrder.as_view(), name="order_cancel"),
]
