from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """演示: invented people and their data."""

    name = "demonstration"
    verbose_name = "演示"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from demonstration import checks  # noqa: F401 - registers the check of a deployment
