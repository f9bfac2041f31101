from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    """开放单位: open units and the services they offer."""

    name = "facilities"
    verbose_name = "开放单位"
    default_auto_field = "django.db.models.BigAutoField"
