from django.apps import AppConfig


class RedemptionsConfig(AppConfig):
    """兑现: redemptions, invoices, evidence, batches, decisions, appeals."""

    name = "redemptions"
    verbose_name = "兑现"
    default_auto_field = "django.db.models.BigAutoField"
