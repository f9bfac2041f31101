"""Compiled queries and prepared inserts say what Django itself would have said."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, NotSupportedError, connection
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from core.models import CalendarDay, Event, OutboxItem
from core.sql import (
    Asked,
    Compiled,
    NextKey,
    Written,
    change_one,
    in_one_trip,
    insert,
    insertion,
    prepared_cursor,
    together,
)
from tests.factories.contracts import MONDAY
from tests.factories.rounds import round_
from vouchers.models import Round

pytestmark = pytest.mark.django_db


def build_days(first: date, limit: date) -> QuerySet:
    return CalendarDay.objects.filter(day__gte=first, day__lt=limit, kind="off").order_by("day")


@pytest.mark.parametrize("month", [1, 4, 9, 11])
def test_a_compiled_query_gives_the_rows_of_its_queryset(month):
    compiled, span = Compiled(build_days), (date(2026, month, 1), date(2026, month + 1, 1))
    compiled.rows(first=date(2025, 10, 1), limit=date(2025, 10, 9))
    assert compiled.rows(first=span[0], limit=span[1]) == list(build_days(*span))


@pytest.mark.parametrize("columns", [("day", "kind"), ("kind", "name", "day")])
def test_a_compiled_query_gives_tuples_for_values_list(columns):
    days = Compiled(lambda first: CalendarDay.objects.filter(day__gte=first).order_by("day").values_list(*columns))
    wanted = CalendarDay.objects.filter(day__gte=date(2026, 1, 1)).order_by("day").values_list(*columns)
    assert days.rows(first=date(2026, 1, 1)) == list(wanted) != []


def test_a_compiled_query_without_rows_has_no_first():
    assert Compiled(build_days).first(first=date(1950, 1, 1), limit=date(1950, 1, 2)) is None


def test_a_value_that_decides_what_the_query_looks_like_is_refused():
    by_many = Compiled(lambda first: CalendarDay.objects.order_by("day")[: first % 7 + 1])
    with pytest.raises(ValueError, match="looks like"):
        by_many.rows(first=3)


def test_a_value_that_the_query_does_not_use_is_refused():
    with pytest.raises(ValueError, match="looks like"):
        Compiled(lambda unused: CalendarDay.objects.all()).rows(unused=1)


def test_joined_models_are_refused():
    joined = Compiled(lambda pk: OutboxItem.objects.select_related("event").filter(pk=pk))
    with pytest.raises(TypeError):
        joined.rows(pk=1)


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused():
    locked = Compiled(lambda pk: Event.objects.select_for_update().filter(pk=pk))
    locked.text, locked.names, locked.constants, locked.alone = "SELECT 1", [], (), True
    with pytest.raises(TransactionManagementError):
        locked.rows()


def test_an_inserted_row_is_the_one_that_save_would_have_written():
    told = {"type": "round.opened", "subject_kind": "round", "subject_id": 7, "data": {"名": "一"}, "at": MONDAY}
    row, saved = Event(**told), Event.objects.create(**told)
    insert(row)
    columns = [
        field.attname for field in Event._meta.concrete_fields if not (field.primary_key or field.has_db_default())
    ]
    assert Event.objects.values_list(*columns).get(pk=row.pk) == Event.objects.values_list(*columns).get(pk=saved.pk)


def test_a_row_may_take_the_key_drawn_for_it_and_a_column_that_another_part_of_the_statement_returns():
    told = {"subject_kind": "round", "at": MONDAY, "data": {}}
    key = NextKey(Event).rows()[0]
    first, values = insertion(Event(pk=key, type="round.opened", subject_id=7, **told))
    second, more = insertion(Event(type="round.closed", **told), subject_id="(SELECT id FROM first)")
    with connection.cursor() as cursor:
        cursor.execute(f"WITH first AS ({first}) {second}", [*values, *more])
        found = Event.objects.filter(pk__in=[key, cursor.fetchone()[0]])
    assert list(found.order_by("pk").values_list("type", "subject_id")) == [("round.opened", 7), ("round.closed", key)]
    assert NextKey(Event).rows()[0] > key


def test_prepared_statements_are_seen_by_who_counts_queries():
    with CaptureQueriesContext(connection) as seen:
        Compiled(build_days).rows(first=date(2026, 1, 1), limit=date(2026, 2, 1))
    assert len(seen) == 1


def test_queries_asked_together_are_answered_once_from_what_came_back():
    days, span = Compiled(build_days), {"first": date(2026, 1, 1), "limit": date(2026, 2, 1)}
    kinds, day = Compiled(lambda day: CalendarDay.objects.filter(day=day).values_list("kind")), date(2026, 1, 1)
    wanted = list(build_days(**span))
    with together(Asked(days, span), Asked(kinds, {"day": day})), CaptureQueriesContext(connection) as seen:
        assert (days.rows(**span), kinds.rows(day=day), len(seen)) == (wanted, [("off",)], 0)
        assert (days.rows(**span), len(seen)) == (wanted, 1)


def test_what_was_asked_together_is_forgotten_afterwards():
    days, span = Compiled(build_days), {"first": date(2026, 1, 1), "limit": date(2026, 2, 1)}
    with together(Asked(days, span)):
        CalendarDay.objects.all().delete()
    assert days.rows(**span) == []


def test_rows_asked_together_have_the_types_of_their_columns():
    open_round = round_(budget="1000.10")
    rows, rounds = Compiled(lambda pk: Round.objects.filter(pk=pk)), Round.objects.values_list("free", "opens_at")
    columns = Compiled(lambda pk: rounds.filter(pk=pk))
    with together(Asked(rows, {"pk": open_round.pk}), Asked(columns, {"pk": open_round.pk})):
        row, (free, opens_at) = rows.first(pk=open_round.pk), columns.first(pk=open_round.pk)
    assert (row.free, str(row.free), row.opens_at, row.state) == (Decimal("1000.10"), "1000.10", MONDAY, "announced")
    assert (free, opens_at) == (Decimal("1000.10"), MONDAY)


def test_nothing_and_null_are_read_from_what_came_back_together():
    none, last = Compiled(build_days), Compiled(lambda pk: Event.objects.filter(pk=pk).values_list("party_id", "at"))
    span, told = (
        {"first": date(1950, 1, 1), "limit": date(1950, 1, 2)},
        Event(type="x", subject_kind="x", subject_id=1, at=MONDAY),
    )
    insert(told)
    with together(Asked(none, span), Asked(last, {"pk": told.pk})):
        assert (none.rows(**span), last.rows(pk=told.pk)) == ([], [(None, MONDAY)])


def test_a_lock_is_had_before_what_is_asked_behind_it():
    row = round_()
    locked = Compiled(lambda pk: Round.objects.select_for_update().filter(pk=pk))
    seen = Compiled(lambda pk: Round.objects.filter(pk=pk).values_list("name"))
    written = Written("UPDATE vouchers_round SET name = %s WHERE id = %s RETURNING name", "name", "pk")
    before, between, after = (
        Asked(locked, {"pk": row.pk}),
        Asked(written, {"pk": row.pk, "name": "另名"}),
        Asked(seen, {"pk": row.pk}),
    )
    with together(before, between, after):
        assert locked.first(pk=row.pk).name == row.name
        assert seen.rows(pk=row.pk) == written.rows(pk=row.pk, name="另名") == [("另名",)]


def test_what_an_outer_question_answered_is_not_asked_again():
    days, span = Compiled(build_days), {"first": date(2026, 1, 1), "limit": date(2026, 2, 1)}
    wanted = list(build_days(**span))
    with together(Asked(days, span)), CaptureQueriesContext(connection) as seen, together(Asked(days, span)):
        assert (days.rows(**span), len(seen)) == (wanted, 0)


def test_a_change_of_no_row_is_told_at_the_end_of_the_trip():
    row, told = round_(), []
    with pytest.raises(LookupError), in_one_trip():
        change_one("UPDATE vouchers_round SET name = '一' WHERE id = %s", [row.pk], otherwise=KeyError)
        change_one("UPDATE vouchers_round SET name = '二' WHERE id = %s", [0], otherwise=LookupError)
        told.append("sent")
    row.refresh_from_db()
    assert (row.name, told) == ("一", ["sent"])


def test_behind_a_statement_that_fails_nothing_of_the_trip_is_done():
    row = round_()
    with pytest.raises(IntegrityError), in_one_trip():
        change_one("UPDATE vouchers_round SET budget = -1 WHERE id = %s", [row.pk], otherwise=KeyError)
        change_one("SELECT 1 / 0", [], otherwise=KeyError)


@pytest.mark.django_db(transaction=True)
def test_a_connection_whose_plans_are_stale_is_given_up():
    with prepared_cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE made (one int)")
        cursor.execute("SELECT * FROM made")
        with connection.cursor() as other:
            other.execute("DO $$ BEGIN ALTER TABLE made ADD COLUMN two int; END $$")
        with pytest.raises(NotSupportedError):
            cursor.execute("SELECT * FROM made")
    assert connection.connection.closed
    connection.close()
