"""The message on the next page after a form: a sentence of ours, so it may be in a cookie and costs no write."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class MessageCookie(CookieStorage):
    """Django's cookie of messages under the name of the settings. tests/architecture/test_kept.py keeps it impersonal."""

    cookie_name = settings.MESSAGE_COOKIE_NAME
