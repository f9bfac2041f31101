from django.apps import AppConfig


class CalculatorConfig(AppConfig):
    """政策计算器: what the rules answer to a question, for the command, the API and the page."""

    name = "calculator"
    verbose_name = "政策计算器"
    default_auto_field = "django.db.models.BigAutoField"
