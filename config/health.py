"""Health checks: liveness of the process, readiness of database, migrations and broker."""

from collections.abc import Callable

import structlog
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError

from config.celery import app

logger = structlog.get_logger(__name__)


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200: the process runs."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Check database, migrations and broker. 503 without the first two; without the broker claims still work."""
    database = _passes(_database_answers)
    migrations = database and _passes(migrations_are_applied)
    broker = _passes(_broker_answers)
    required = database and migrations
    status = "ok" if required and broker else "degraded" if required else "unavailable"
    checks = {"database": database, "migrations": migrations, "broker": broker}
    headers = {} if required else {"Retry-After": "5"}
    return JsonResponse({"status": status, "checks": checks}, status=200 if required else 503, headers=headers)


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, BrokerError, OSError) as error:
        logger.warning("health_check_failed", check=check.__name__, error=type(error).__name__)
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations_are_applied() -> bool:
    """Whether every migration of the code is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _broker_answers() -> bool:
    with app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=3)
    return True
