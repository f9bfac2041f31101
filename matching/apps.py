from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """供需对接: projects, where an applicant and an open unit find each other."""

    name = "matching"
    verbose_name = "供需对接"
    default_auto_field = "django.db.models.BigAutoField"
