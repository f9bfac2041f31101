from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """期限: reminders, and counting deadlines again after a holiday notice."""

    name = "deadlines"
    verbose_name = "期限"
    default_auto_field = "django.db.models.BigAutoField"
