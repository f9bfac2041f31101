"""The proof that append-only tables are guarded (I9)."""

import pytest
from django.db import connection

from core.database.triggers import append_only
from payments.models import KeptReturn
from proofs.selectors.guards import APPEND_ONLY
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db


def test_every_guard_that_is_switched_off_is_found():
    assert broken() == []
    with connection.cursor() as cursor:
        for table in {table for table, _ in APPEND_ONLY}:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    [(code, says, ids)] = [each for each in broken() if each[1].startswith("append-only tables")]
    assert (code, says) == ("I9", "append-only tables are guarded against change, deletion and truncation")
    assert ids == tuple(sorted(name for _, name in APPEND_ONLY)[:20])


def test_the_guards_are_those_that_the_models_declare():
    names = [trigger.name for trigger in append_only("kept_return")]
    assert [(KeptReturn._meta.db_table, name) for name in names] == [each for each in APPEND_ONLY if "kept" in each[1]]
