"""The app of the shared kernel."""

from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """公共基础: the shared kernel, used by every app."""

    name = "core"
    verbose_name = "公共基础"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks of `manage.py check --deploy`."""
        import_module("core.access.addresses")
