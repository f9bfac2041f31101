"""An account that is completed while incomplete ones are removed. The control removes the lock."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from accounts.models import SignUp, User
from accounts.selectors.locks import lock_old_sign_ups
from accounts.selectors.sign_ups import sign_up_key
from accounts.services.sign_ups import complete_sign_up, purge_sign_ups, request_sign_up
from core.timekeeping.clock import real_now
from tests.concurrency.guards import after, without
from tests.concurrency.races import one_after_the_other, together
from tests.factories import parties

pytestmark = pytest.mark.django_db(transaction=True)

purge = partial(purge_sign_ups, at=parties.AT, progress=lambda _: None)


def completing_an_old_one() -> Callable[[], Any]:
    request_sign_up(email="sun@example.org", language="zh-hans", at=parties.AT)
    SignUp.objects.update(asked_at=real_now() - timedelta(days=7, minutes=1))
    given = {"username": "sun", "name": "孙示例", "password": parties.PASSWORD}
    return partial(complete_sign_up, key=sign_up_key(SignUp.objects.get().pk), **given, at=parties.AT)


def test_an_account_that_is_completed_is_not_removed() -> None:
    user, removed = one_after_the_other(completing_an_old_one(), purge)
    assert (removed, User.objects.get(username="sun")) == ({"removed": 0}, user)


def test_without_the_lock_a_completed_account_is_removed() -> None:
    completing = partial(together, [completing_an_old_one()])
    with without("lock_old_sign_ups"), after(lock_old_sign_ups, completing):
        purge()
    assert User.objects.count() == 0
