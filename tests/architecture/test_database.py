"""The database has the constraints that the models name, and no redundant index."""

import pytest
from django.apps import apps
from django.db import connection

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


def test_no_index_only_repeats_the_beginning_of_another():
    with connection.cursor() as cursor:
        cursor.execute(REPEATED)
        pairs = [pair for pair in cursor.fetchall() if not any(pair[0].startswith(name) for name in OF_OTHERS)]
    assert pairs == []
