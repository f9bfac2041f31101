"""Settings common to all environments; local, test and production add to them."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from csp.constants import NONE, SELF

from config import throttles
from config.env import PROJECT, env
from config.settings.seams import *  # noqa: F403

BASE_DIR = PROJECT
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

# Applications ---------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "core",
    "accounts",
    "oversight",
    "payments",
    "applicants",
    "facilities",
    "matching",
    "vouchers",
    "redemptions",
    "calculator",
    "deadlines",
    "proofs",
    "dashboards",
    "demonstration",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "pgtrigger",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "csp",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.OutageMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.LimitMiddleware",  # before the check of CSRF tokens, which reads the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.RequestLogMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "core.web.frame.portal",
            ],
        },
    },
]

# Data -----------------------------------------------------------------------------------------------------------------

DATABASE_LIMITS: dict[str, int] = {
    "lock_timeout": 3_000,  # milliseconds
    "statement_timeout": 60_000,
    "idle_in_transaction_session_timeout": 60_000,  # frees the locks of a process that hangs
    "client_connection_check_interval": 5_000,  # ends the statement of a process that died
    "tcp_keepalives_idle": 30,  # seconds; detects a machine that is gone, from both ends
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
}


def database(*, url: str) -> dict[str, object]:
    """Return the connection settings for a PostgreSQL address.

    Waiting for a lock ends with an error after 3 s and a statement after 60 s (the page answers 503). Only the threads
    of web processes keep their connections (DATABASE_KEEP) and check them before each request. A statement that a
    connection sends for the fifth time is prepared.
    """
    settings: dict[str, Any] = env.db_url_config(url)
    settings["ENGINE"] = "django.db.backends.postgresql"
    settings["ATOMIC_REQUESTS"] = False
    settings["CONN_HEALTH_CHECKS"] = True
    settings["OPTIONS"] = settings.get("OPTIONS", {}) | {
        "connect_timeout": 3,
        "server_side_binding": True,  # parameters are sent apart from the SQL, so that PostgreSQL can prepare it
        "prepare_threshold": 5,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "options": " ".join(f"-c {name}={value}" for name, value in DATABASE_LIMITS.items()),
    }
    if env.bool("DATABASE_KEEP", default=False):
        settings["CONN_MAX_AGE"] = None
    return settings


def redis_database(*, url: str, number: int) -> str:
    """Return the address of a numbered database of a Redis server: 0 is the broker, 1 the cache."""
    return urlsplit(url)._replace(path=f"/{number}").geturl()


def cache(*, url: str) -> dict[str, object]:
    """Return the cache settings: short time-outs, and an unreachable server counts as an empty cache."""
    return {
        "BACKEND": "config.cache.OptionalRedisCache",
        "LOCATION": url,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }


DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = VAR_DIR / "uploads"  # never inside a folder that the web server serves
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

CLOCK_MOVABLE = False
DEMONSTRATION_PAGES = False  # the page with mails and codes of the demonstration: `check --deploy` refuses it

# Limits ---------------------------------------------------------------------------------------------------------------

THROTTLES = throttles.THROTTLES
NUM_PROXIES = env.int("NUM_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = NUM_PROXIES

# Language and time ----------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Accounts -------------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.portal.backends.SessionBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.services.passwords.SimilarityValidator"},
    {"NAME": "accounts.services.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.services.passwords.CommonValidator"},
    {"NAME": "accounts.services.passwords.NumericValidator"},
    {"NAME": "accounts.services.passwords.NotBlankValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = False  # config/throttles.py and accounts.services.attempts limit these pages
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to an address that nobody has confirmed
ACCOUNT_ADAPTER = "accounts.portal.adapters.AccountAdapter"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_FORMS = {
    "add_email": "accounts.portal.forms.MailForm",
    "reset_password": "accounts.portal.forms.ResetForm",
}
MFA_ADAPTER = "accounts.portal.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.portal.forms.CodeForm",
    "reauthenticate": "accounts.portal.forms.CodeAgainForm",
    "activate_totp": "accounts.portal.forms.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "首都科技创新券"

SESSION_ENGINE = "django.contrib.sessions.backends.db"  # signing in works without Redis
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DEVICE_COOKIE_NAME = "device"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "core.web.flashes.MessageCookie"
MESSAGE_COOKIE_NAME = "messages"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

# What the browser may do ----------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []

# REST API -------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["core.api.parsers.StrictJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "core.api.negotiation.FirstRendererNegotiation",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "core.api.schema.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.problems.handle",
    "DEFAULT_THROTTLE_CLASSES": ["core.api.throttles.TokenThrottle"],
    "NUM_PROXIES": NUM_PROXIES,
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNICODE_JSON": True,
}

REST_KNOX = {
    "TOKEN_TTL": timedelta(hours=12),
    "TOKEN_LIMIT_PER_USER": 10,
    "AUTO_REFRESH": False,
    "AUTH_HEADER_PREFIX": "Bearer",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "首都科技创新券",
    "DESCRIPTION": "申领、使用、兑付首都科技创新券的接口。",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "ListedKindEnum": "applicants.rules.profiles.LISTED_KINDS",
        "CertificateKindEnum": "applicants.rules.profiles.CERTIFICATE_KINDS",
        "PayeeAccountKindEnum": "payments.rules.payee_accounts.ACCOUNT_KINDS",
        "BankFormatEnum": "payments.rules.bank_files.FORMATS",
        "AnswerFormatEnum": "payments.rules.bank_answers.ANSWER_FORMATS",
        "LineVerdictEnum": "payments.rules.bank_answers.VERDICTS",
        "RevocationSideEnum": "redemptions.api.revocations.SIDES",
        "BankOutcomeEnum": "payments.rules.manual_answers.RECORDED_OUTCOMES",
        "EvidenceKindEnum": "redemptions.selectors.evidence.UPLOADED_KINDS",
        "ServiceCategoryEnum": "facilities.rules.services.CATEGORIES",
        "UnitCategoryEnum": "facilities.rules.units.CATEGORIES",
    },
}

# Background work ------------------------------------------------------------------------------------------------------

# A broker that hangs must not block a request: the publisher gives up after seconds, and the sweep sends later.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 3,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_PROC_ALIVE_TIMEOUT = (
    60  # on a busy machine a child process may need longer than the default of 4 s to start
)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
# The database has one row for each job and period, so beat needs no file and may run twice.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"

EMAIL_FILE_PATH: Path = VAR_DIR / "mails"  # of the backend that writes mails to files, in the demonstration
EMAIL_TIMEOUT = 10  # seconds; a mail server that hangs must not block the job that sends

# Logging: no personal data, hence no query strings and no addresses of clients ---------------------------------------

DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # request_finished logs the same and the status

_shared_processors: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
]

structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_shared_processors,
        structlog.processors.UnicodeDecoder(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


def logging_settings(*, as_json: bool, level: str) -> dict[str, object]:
    """Return the logging settings: one line for each event on standard error, as JSON or as plain text.

    Tracebacks are plain in both: structlog's rich ones print local variables, which may be personal data.
    """
    last: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        "foreign_pre_chain": _shared_processors,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django.request": {"level": "ERROR"},  # a refusal is not a warning; request_finished logs its status
        },
    }
