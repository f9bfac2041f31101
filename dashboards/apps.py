from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """首页: the first page of each role, gathered from all apps."""

    name = "dashboards"
    verbose_name = "首页"
    default_auto_field = "django.db.models.BigAutoField"
