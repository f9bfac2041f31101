from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """兑付资金: payees, payments and their orders."""

    name = "payments"
    verbose_name = "兑付资金"
    default_auto_field = "django.db.models.BigAutoField"
