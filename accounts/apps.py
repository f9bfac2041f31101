"""The app of users and parties."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """账户与主体: users, parties, memberships and roles."""

    name = "accounts"
    verbose_name = "账户与主体"
    default_auto_field = "django.db.models.BigAutoField"
