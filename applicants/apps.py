from django.apps import AppConfig


class ApplicantsConfig(AppConfig):
    """申领单位: enterprises, teams, certificates."""

    name = "applicants"
    verbose_name = "申领单位"
    default_auto_field = "django.db.models.BigAutoField"
