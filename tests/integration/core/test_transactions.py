"""The transaction of a service."""

import pytest
from django.db import DataError, connection

from accounts.models import User
from core.database.transactions import pipeline, write
from core.models import ClockShift
from core.values.errors import DomainError
from tests.concurrency.races import together

NAME = "somebody"


def insert():
    User.objects.create(username=NAME, email="somebody@example.org")


@pytest.mark.django_db(transaction=True)
def test_who_was_slower_hears_the_rule_and_not_the_constraint():
    @write
    def take():
        if User.objects.filter(username=NAME).exists():
            raise DomainError("username_taken", kind="refused", username=NAME)
        together([insert])  # somebody faster, on a connection of its own
        insert()

    with pytest.raises(DomainError) as caught:
        take()
    assert caught.value.params == {"username": NAME}


@pytest.mark.django_db
def test_a_unique_constraint_that_breaks_again_is_what_it_says():
    attempts = []

    @write
    def take_twice():
        attempts.append(1)
        insert()
        insert()

    with pytest.raises(DomainError) as caught:
        take_twice()
    assert (caught.value.code, len(attempts)) == ("username_taken", 2)


@pytest.mark.django_db(transaction=True)
def test_the_statements_of_a_pipeline_are_answered_after_it_in_their_order():
    @write
    def ask():
        with pipeline():
            asked = [connection.cursor() for _ in range(2)]
            asked[0].execute("SELECT 1")
            asked[1].execute("SELECT 2")
        return [cursor.fetchone() for cursor in asked]

    assert ask() == [(1,), (2,)]


@pytest.mark.django_db(transaction=True)
def test_behind_a_statement_that_fails_nothing_of_a_pipeline_is_done():
    @write
    def insert_and_fail():
        with pipeline():
            connection.cursor().execute("SELECT 1 / 0")
            connection.cursor().execute("INSERT INTO core_clockshift (ahead) VALUES ('0')")

    with pytest.raises(DataError):
        insert_and_fail()
    assert not ClockShift.objects.exists()


def test_a_pipeline_belongs_to_a_service():
    with pytest.raises(RuntimeError), pipeline():
        pass
