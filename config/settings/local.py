"""Settings for development and `make demo`. The keys are not secret: they protect demonstration data only."""

from config.env import DEMO_SERVERS, env, read_variables
from config.settings.base import *  # noqa: F403
from config.settings.base import cache, database, logging_settings, redis_database

read_variables(file=DEMO_SERVERS)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="local-only-" + "0" * 50)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

DATABASES = {"default": database(url=env.str("DATABASE_URL", default="postgres://vouchers@127.0.0.1:5432/vouchers"))}
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379")
CACHES = {"default": cache(url=redis_database(url=REDIS_URL, number=1))}
CELERY_BROKER_URL = redis_database(url=REDIS_URL, number=0)

CLOCK_MOVABLE = True
DEMONSTRATION_PAGES = True
ROOT_URLCONF = "config.demonstration_urls"
FIELD_KEYS = {"local-1": "bG9jYWwtb25seS1maWVsZC1rZXktMzItYnl0ZXMhISE="}
FIELD_KEY_CURRENT = "local-1"
BLIND_INDEX_KEY = "bG9jYWwtb25seS1ibGluZC1pbmRleC1rZXktMzItYnQ="

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
DEFAULT_FROM_EMAIL = "vouchers@localhost"
ACCOUNT_EMAIL_VERIFICATION = "optional"

WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LOGGING = logging_settings(as_json=False, level=env.str("LOG_LEVEL", default="INFO"))
