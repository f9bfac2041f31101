from django.apps import AppConfig


class VouchersConfig(AppConfig):
    """创新券: policies, rounds, coupons, contracts, books."""

    name = "vouchers"
    verbose_name = "创新券"
    default_auto_field = "django.db.models.BigAutoField"
