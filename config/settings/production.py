"""Settings of the production site. Secrets come from the environment; without them the site does not start."""

from config.env import env, refuse_published, require
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR, cache, database, logging_settings, redis_database

require(
    names=[
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "REDIS_URL",
        "FIELD_KEYS",
        "FIELD_KEY_CURRENT",
        "BLIND_INDEX_KEY",
        "MEDIA_ROOT",
        "EMAIL_URL",
        "DEFAULT_FROM_EMAIL",
    ]
)

refuse_published(names=["SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY"])

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env.str("SITE_URL", default=f"https://{ALLOWED_HOSTS[0].removeprefix('.')}")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

DATABASES = {"default": database(url=env.str("DATABASE_URL"))}
REDIS_URL = env.str("REDIS_URL")
CACHES = {"default": cache(url=env.str("CACHE_URL", default=redis_database(url=REDIS_URL, number=1)))}
CELERY_BROKER_URL = redis_database(url=REDIS_URL, number=0)

# {"key id": "32 bytes in base64"}. Keep a key listed as long as a row is encrypted with it.
FIELD_KEYS = env.json("FIELD_KEYS")
FIELD_KEY_CURRENT = env.str("FIELD_KEY_CURRENT")
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY")

STATIC_ROOT = env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
MEDIA_ROOT = env.str("MEDIA_ROOT")
vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
DEVICE_COOKIE_NAME = "__Host-device"
MESSAGE_COOKIE_NAME = "__Host-messages"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
LANGUAGE_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = logging_settings(as_json=True, level=env.str("LOG_LEVEL", default="INFO"))
