"""The check of a deployment that nothing of the demonstration is reachable."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def check_no_demonstration(app_configs: object, **options: object) -> list[CheckMessage]:
    """Return an error where the page with the mails and codes of the demonstration would answer."""
    if not settings.DEMONSTRATION_PAGES:
        return []
    return [
        Error(
            "DEMONSTRATION_PAGES is set: anybody could read all mails, with their links, and codes of the second factor.",
            hint="Leave it unset outside config/settings/local.py.",
            id="vouchers.E004",
        )
    ]
