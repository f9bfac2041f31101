"""The app of notices, objections and sanctions."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """监督: publicity notices, objections, violations and sanctions."""

    name = "oversight"
    verbose_name = "监督"
    default_auto_field = "django.db.models.BigAutoField"
