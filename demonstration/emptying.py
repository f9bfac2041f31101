"""Emptying the database of a demonstration, past the triggers that protect books and events elsewhere."""

from django.apps import apps
from django.conf import settings
from django.db import connection

from core.database.transactions import write
from core.values.errors import DomainError

KEPT_TABLES = {"django_content_type", "auth_permission"}


@write
def empty_everything() -> None:
    """Remove every row (清空演示数据). `clock_fixed` in production, where the clock cannot be moved.

    Needs the owner of the tables, and switches their triggers off in this one transaction. Ids continue, so that
    nothing cached under an old id is taken for a new row.
    """
    if not settings.CLOCK_MOVABLE:
        raise DomainError("clock_fixed", kind="refused")
    names = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - KEPT_TABLES)
    tables = [connection.ops.quote_name(name) for name in names]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '30s'")  # TRUNCATE waits for every reader
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
