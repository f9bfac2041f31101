"""The database has the constraints that the models name, and no redundant index."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, F, Q

from accounts.models import User

pytestmark = pytest.mark.django_db

REPEATED = r"""
    WITH one AS (
        SELECT i.indrelid AS of, c.relname AS name, i.indisunique AS single, i.indpred IS NULL AS whole,
            string_to_array(i.indkey::text, ' ') AS columns, string_to_array(i.indclass::text, ' ') AS kinds
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relnamespace = 'public'::regnamespace
    )
    SELECT short.name, long.name FROM one short JOIN one long USING (of)
    WHERE short.name <> long.name AND short.whole AND long.whole AND NOT short.single
        AND long.columns[1:cardinality(short.columns)] = short.columns
        AND long.kinds[1:cardinality(short.kinds)] = short.kinds
"""
OF_OTHERS = ("accounts_user_groups", "accounts_user_user_permissions", "auth_", "django_", "account_", "mfa_", "knox_")
"""Tables of libraries."""


def in_database(query: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def test_every_constraint_and_index_that_a_model_names_is_there():
    models = [model._meta for model in apps.get_models() if model._meta.managed]
    named = {each.name for meta in models for each in [*meta.constraints, *meta.indexes]}
    there = in_database("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
    assert {"movement_one_claim_a_coupon", "coupon_by_round"} <= named
    assert named - there == set()


def test_every_trigger_that_a_model_names_is_there():
    models = [model._meta for model in apps.get_models()]
    named = {each.get_pgid(meta.model) for meta in models for each in getattr(meta, "triggers", [])}
    assert named
    assert named - in_database("SELECT tgname FROM pg_trigger") == set()


def compared(node: Q) -> set[str]:
    """Return the columns that a condition compares with others."""
    pairs = [each for each in node.children if isinstance(each, tuple) and isinstance(each[1], F)]
    inner = [name for each in node.children if isinstance(each, Q) for name in compared(each)]
    return {*inner, *(name for name, other in pairs), *(other.name for name, other in pairs)}


def first_persons() -> set[tuple[str, str]]:
    """Return table and column of each person who is named from the beginning of a row on, and differs from another (I11)."""
    checks = [
        (model, compared(each.condition))
        for model in apps.get_models()
        for each in model._meta.constraints
        if isinstance(each, CheckConstraint)
    ]
    fields = [(model, model._meta.get_field(name)) for model, names in checks for name in names if "__" not in name]
    return {
        (model._meta.db_table, each.column) for model, each in fields if each.related_model is User and not each.null
    }


def test_who_begins_what_another_person_decides_never_changes():
    found = first_persons()
    assert {("payments_paymentorder", "prepared_by_id"), ("oversight_sanction", "proposed_by_id")} <= found
    guarded = in_database("""
        SELECT tgrelid::regclass || ' ' || (regexp_matches(pg_get_triggerdef(oid), 'new.([a-z_]+)', 'g'))[1]
        FROM pg_trigger WHERE tgtype & 16 > 0
    """)
    append_only = in_database("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%append_only%'")
    free = {(table, column) for table, column in found if table not in append_only}
    assert {each for each in free if " ".join(each) not in guarded} == set()


def test_no_index_only_repeats_the_beginning_of_another():
    with connection.cursor() as cursor:
        cursor.execute(REPEATED)
        pairs = [pair for pair in cursor.fetchall() if not any(pair[0].startswith(name) for name in OF_OTHERS)]
    assert pairs == []
