"""Settings of the test suite: real PostgreSQL and Valkey, mails in memory, fast password hashes."""

import tempfile
from dataclasses import replace
from pathlib import Path

from config.env import env
from config.settings.base import *  # noqa: F403
from config.settings.base import (
    CELERY_BROKER_TRANSPORT_OPTIONS,
    THROTTLES,
    cache,
    database,
    logging_settings,
    redis_database,
)

DEBUG = False
SECRET_KEY = "test-only-" + "0" * 50
SITE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

DATABASES = {"default": database(url=env.str("DATABASE_URL", default="postgres://vouchers@127.0.0.1:5432/vouchers"))}
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379")
# Each process of a parallel run has its own key prefix on the shared server.
_PREFIX = f"{env.str('PYTEST_RUN', default='test')}-{env.str('PYTEST_XDIST_WORKER', default='main')}-"
CACHES = {"default": cache(url=redis_database(url=REDIS_URL, number=1)) | {"KEY_PREFIX": _PREFIX}}
CELERY_BROKER_URL = redis_database(url=REDIS_URL, number=0)
CELERY_BROKER_TRANSPORT_OPTIONS |= {"global_keyprefix": _PREFIX}

CLOCK_MOVABLE = True
FIELD_KEYS = {"test-1": "dGVzdC1vbmx5LWZpZWxkLWtleS0zMi1ieXRlcyEhISE="}
FIELD_KEY_CURRENT = "test-1"
BLIND_INDEX_KEY = "dGVzdC1vbmx5LWJsaW5kLWluZGV4LWtleS0zMi1ieXQ="

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "vouchers@localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Limits that a test reaches only where it sets lower ones.
THROTTLES = {scope: replace(limit, most=10**12) for scope, limit in THROTTLES.items()}

MEDIA_ROOT = Path(tempfile.gettempdir()) / f"vouchers-uploads-{_PREFIX}"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LOGGING = logging_settings(as_json=False, level="ERROR")
