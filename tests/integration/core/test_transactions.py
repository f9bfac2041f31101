"""The transaction of a service."""

import pytest

from accounts.models import User
from core.errors import DomainError
from core.services.transactions import write
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
