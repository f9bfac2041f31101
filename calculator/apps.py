from django.apps import AppConfig


class CalculatorConfig(AppConfig):
    """政策计算器: the answers of the rules to cases, for the command, the API and the page."""

    name = "calculator"
    verbose_name = "政策计算器"
    default_auto_field = "django.db.models.BigAutoField"
