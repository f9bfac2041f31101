"""Servers and databases of the suite: those of DATABASE_URL and REDIS_URL, else bundled ones."""

import contextlib
import gc
import importlib
import os
import shutil

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from config.env import env, set_variables
from tests import databases

# The collector would search the modules and forms that stay in memory some thousand times.
gc.set_threshold(100_000, 20, 50)

_cleanup = contextlib.ExitStack()

# A busy machine is no failure: how long an example takes is measured elsewhere.
hypothesis.settings.register_profile("suite", hypothesis.settings(deadline=None))
hypothesis.settings.load_profile("suite")


def _is_worker() -> bool:
    return bool(env.str("PYTEST_XDIST_WORKER", default=""))


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    if _is_worker():
        return
    from config import embedded

    variables = _cleanup.enter_context(embedded.running(ephemeral=True))
    set_variables(values=variables | {"PYTEST_RUN": str(os.getpid())})
    module = importlib.reload(importlib.import_module("config.settings.test"))
    settings.DATABASES["default"].update(module.DATABASES["default"])
    for name in ("CACHES", "REDIS_URL", "CELERY_BROKER_URL", "CELERY_BROKER_TRANSPORT_OPTIONS", "MEDIA_ROOT"):
        setattr(settings, name, getattr(module, name))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    _cleanup.close()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    try:
        with django_db_blocker.unblock():
            databases.prepare()
        yield
    finally:
        with django_db_blocker.unblock():
            databases.drop(databases.own_name())


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session) -> None:
    """Drop the template of the workers' databases after the workers have ended."""
    numbered = getattr(session.config.option, "numprocesses", None)
    if numbered and not _is_worker():
        databases.drop(databases.run_name())


@pytest.fixture(autouse=True)
def _own_language():
    """A request leaves its language active in the thread; the next test begins with that of the settings."""
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _flush_past_triggers():
    """After a transactional test delete every row but the reference tables'.

    Books and events refuse DELETE and TRUNCATE by trigger; a session in replica mode fires no triggers, those of foreign
    keys neither. Deleting few rows from many tables is also much faster than TRUNCATE.
    """

    def sql_flush(style, tables, *, reset_sequences=False, allow_cascade=False):
        quote = connection.ops.quote_name
        deletions = [f"DELETE FROM {quote(table)}" for table in sorted(set(tables) - databases.REFERENCE_TABLES)]
        return ["SET LOCAL session_replication_role = 'replica'", *deletions]

    patch = pytest.MonkeyPatch()
    patch.setattr(connection.ops, "sql_flush", sql_flush)
    yield
    patch.undo()
