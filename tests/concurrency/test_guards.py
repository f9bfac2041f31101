"""Switching guards off by name and on again."""

import pytest
from django.db import connection
from django.db.utils import IntegrityError

from core.database.transactions import write
from tests.concurrency.guards import READS, after, find_lock, without
from tests.factories.rounds import round_
from vouchers.models import Round
from vouchers.selectors import locks
from vouchers.services import rounds

pytestmark = pytest.mark.django_db(transaction=True)


@write
def locking_statements(round_id: int) -> int:
    """Return the number of locking statements that a service sends when it reads a round."""
    found = []

    def note(execute, sql, *rest):
        found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert rounds.lock_round(round_id).pk == round_id
    return sum("FOR NO KEY UPDATE" in sql for sql in found)


def test_a_lock_that_is_off_reads_the_same_row_without_locking_it():
    row = round_()
    with without("lock_round"):
        assert locking_statements(row.pk) == 0
    assert locking_statements(row.pk) == 1
    assert rounds.lock_round is locks.lock_round


def test_the_lock_of_overdue_coupons_is_off_and_comes_back_and_its_query_stays():
    lock, query = locks.lock_overdue, locks.overdue_coupons
    with without("lock_overdue"):
        assert locks.lock_overdue("register_by") == query("register_by")
    assert (locks.lock_overdue, locks.overdue_coupons) == (lock, query)
    assert lock("register_by") == f"{query('register_by')} FOR NO KEY UPDATE SKIP LOCKED"


def test_another_lock_stays_on():
    row = round_()
    with without("lock_batch", "lock_party"):
        assert locking_statements(row.pk) == 1


def test_a_constraint_and_a_trigger_are_off_and_come_back():
    row = round_(budget="100.00")
    with without("round_reserved_within_budget", "round_money_adds_up", "round_legal_edge"):
        Round.objects.filter(pk=row.pk).update(free=-1, state="settled")
        Round.objects.filter(pk=row.pk).update(free=100, state="announced")
    for broken in ({"free": -1}, {"state": "settled"}):
        with pytest.raises(IntegrityError):
            Round.objects.filter(pk=row.pk).update(**broken)


@pytest.mark.parametrize("name", ["no_such_guard", "lock_provisional"])
def test_a_name_of_no_guard_or_of_two_is_an_error(name):
    with pytest.raises(LookupError, match=name), without(name):
        pass


def test_what_is_done_after_a_call_is_done_after_each():
    row, count = round_(), []
    with after(locks.lock_round, lambda: count.append(1)):
        assert [locking_statements(row.pk) for _ in range(2)] == [1, 1]
    locking_statements(row.pk)
    assert len(count) == 2


def test_a_lock_is_found_where_its_app_defines_it():
    assert find_lock("lock_round") is locks.lock_round
    assert find_lock("get_policy") is None


def test_every_unlocked_read_belongs_to_a_lock():
    assert [name for name in READS if find_lock(name) is None] == []
