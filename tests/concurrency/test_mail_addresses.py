"""Two confirmed mail addresses of one account, each removed by a request of its own. The control removes the lock."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.selectors.users import has_confirmed_mail
from tests.concurrency.guards import meeting, without
from tests.concurrency.races import together
from tests.factories import parties

pytestmark = pytest.mark.django_db(transaction=True)


def removing_each() -> list[Callable[[], Any]]:
    """The removals of both confirmed addresses of an account, each in a session of its own."""
    user = parties.account(username="zhou")
    EmailAddress.objects.filter(user=user).update(primary=False)
    EmailAddress.objects.create(user=user, email="other@example.org", verified=True)
    return [partial(_signed_in().post, "/account/email/", {"action_remove": "", "email": row.email}) for row in _kept()]


def _signed_in() -> Client:
    client = Client()
    client.post("/account/login/", {"login": "zhou", "password": parties.PASSWORD})
    client.post("/account/reauthenticate/", {"password": parties.PASSWORD})
    return client


def _kept() -> list[EmailAddress]:
    return list(EmailAddress.objects.filter(verified=True))


def test_of_two_confirmed_addresses_that_are_removed_at_once_one_is_kept() -> None:
    assert [answer.status_code for answer in together(removing_each())] == [302, 302]
    assert len(_kept()) == 1


def test_control_without_the_lock_both_are_removed() -> None:
    removing = removing_each()
    with without("lock_user"), meeting(has_confirmed_mail):
        together(removing)
    assert _kept() == []
