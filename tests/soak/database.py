"""The database of the soak: reset to the seed before and after each world, with triggers disabled."""

from django.db import connection

from core.timekeeping.calendars import get_calendar
from tests.databases import REFERENCE_TABLES
from tests.soak.days import LAST_KNOWN


def empty_database() -> None:
    """Delete all rows except the seed's, including the years that a world entered."""
    tables = sorted(set(connection.introspection.table_names()) - REFERENCE_TABLES - {"django_migrations"})
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; SET LOCAL session_replication_role = 'replica'")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute("DELETE FROM core_calendarday WHERE year_id > %s", [LAST_KNOWN])
        cursor.execute("DELETE FROM core_calendaryear WHERE year > %s", [LAST_KNOWN])
        cursor.execute("COMMIT")
    assert max(get_calendar().published) == LAST_KNOWN
