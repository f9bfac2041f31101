"""The database of the soak: as freshly seeded before a world, and again after it, past the triggers that guard the books."""

from django.db import connection

from core.timekeeping.calendars import get_calendar
from tests.databases import REFERENCE_TABLES
from tests.soak.days import LAST_KNOWN


def empty_database() -> None:
    """Delete everything but what the seed brings, and what a world entered beside it: the years after the last known."""
    tables = sorted(set(connection.introspection.table_names()) - REFERENCE_TABLES - {"django_migrations"})
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; SET LOCAL session_replication_role = 'replica'")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("DELETE FROM core_calendarday WHERE year_id > %s", [LAST_KNOWN])
        cursor.execute("DELETE FROM core_calendaryear WHERE year > %s", [LAST_KNOWN])
        cursor.execute("COMMIT")
    assert max(get_calendar().published) == LAST_KNOWN
