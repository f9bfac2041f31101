"""The transaction of a service."""

import pytest

from accounts.models import User
from core.database.transactions import at_the_end, write
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
def test_steps_at_the_end_come_after_the_work_in_their_order_and_undo_it_where_they_fail():
    done = []

    @write
    def service(last):
        at_the_end(lambda: done.append("first step"))
        at_the_end(last)
        done.append(User.objects.create(username="zhou", name="周").username)

    service(lambda: done.append("second step"))
    assert done == ["zhou", "first step", "second step"]
    User.objects.all().delete()
    with pytest.raises(ZeroDivisionError):
        service(lambda: 1 / 0)
    assert not User.objects.exists()
