"""The gate: no statement bypasses it, it sees blocked sides, and it plays each order once."""

import re
import tempfile

import pytest
from django.db import connection, transaction

from tests.concurrency.interleaving import claims
from tests.concurrency.interleaving.gate import Gate
from tests.concurrency.interleaving.orders import orders
from tests.concurrency.interleaving.pairs import PAIRS
from tests.concurrency.interleaving.trial import trial

pytestmark = pytest.mark.django_db(transaction=True)

ROOMS = (claims,)
PAIR = PAIRS["claim × claim: two applicants, room for both"]


def traced(work):
    """Run an operation while libpq traces its connection."""

    def with_trace():
        with tempfile.TemporaryFile() as file:
            connection.connection.pgconn.trace(file.fileno())
            try:
                work()
            finally:
                connection.connection.pgconn.untrace()
            file.seek(0)
            return file.read().decode()

    return with_trace


def sent(trace: str) -> int:
    """Return the number of sent statements: simple queries and executions, without the BEGIN before the first."""
    return len(re.findall(r"\tF\t\d+\t(?:Query|Execute)\t", trace)) - trace.count('Query\t "BEGIN"')


def test_no_statement_goes_past_the_gate():
    meeting = PAIR.make()
    with Gate() as gate:
        played = gate.play((traced(meeting.a), traced(meeting.b)), "ab" * 20)
    by_side = [sum(name == side for name, *_ in played.steps) for side in "ab"]
    assert [sent(trace) for trace in played.results] == by_side
    assert min(by_side) >= 5  # more where the policy and the calendar are not known yet


def test_who_waits_for_a_lock_is_seen_and_goes_on_after_the_commit():
    made = PAIRS["claim × claim: one applicant, room for both"].make()
    with Gate() as gate:
        played = gate.play((made.a, made.b), "aab")
    key_and_lock = [("a", False), ("a", False), ("b", False), ("b", True)]
    assert [(side, waited) for side, _, waited in played.steps][:4] == key_and_lock
    names = "".join(side for side, *_ in played.steps)
    assert re.fullmatch("aabba+b+", names) and played.steps[names.rindex("a")][1] == "COMMIT"


def test_a_deadlock_is_counted():
    def locking(*names):
        def work():
            with transaction.atomic(), connection.cursor() as cursor:
                for name in names:
                    cursor.execute(f"LOCK TABLE {name}")

        return work

    tables = ("vouchers_round", "vouchers_coupon")
    with Gate() as gate:
        played = gate.play((locking(*tables), locking(*tables[::-1])), "aba")
    assert played.deadlocks == 1
    assert sum(isinstance(result, Exception) for result in played.results) == 1


def test_orders_are_played_once_those_with_fewer_switches_first():
    with trial(PAIR) as played:
        found = [
            (sum(order.switches), tuple(map(tuple, order.steps))) for order in orders(played.play, most=40, seed=1)
        ]
    assert len({steps for _, steps in found}) == 40
    assert [switches for switches, _ in found] == sorted(switches for switches, _ in found)
    assert {0, 1} <= {switches for switches, _ in found}


def test_every_order_of_three_statements_and_two_is_played():
    def asking(count):
        def work():
            with connection.cursor() as cursor:
                for number in range(count):
                    cursor.execute(f"SELECT {number}")

        return work

    with Gate() as gate:
        works = (asking(3), asking(2))
        found = {
            "".join(side for side, *_ in each.steps) for each in orders(lambda p: gate.play(works, p), most=99, seed=1)
        }
    assert len(found) == 10  # 5 over 2


def test_what_a_work_wrote_is_put_back_and_told():
    with trial(PAIR) as played:
        played.play("")
        assert len(played.world.changes()) == len(played.serial[0].changes) > 5
        played.world.restore()
        assert played.world.changes() == ()
