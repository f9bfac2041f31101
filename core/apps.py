from django.apps import AppConfig


class CoreConfig(AppConfig):
    """公共基础: what every app stands on: money, periods, calendar, events."""

    name = "core"
    verbose_name = "公共基础"
    default_auto_field = "django.db.models.BigAutoField"
