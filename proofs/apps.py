from django.apps import AppConfig


class ProofsConfig(AppConfig):
    """对账: the proof of the books over all apps."""

    name = "proofs"
    verbose_name = "对账"
    default_auto_field = "django.db.models.BigAutoField"
