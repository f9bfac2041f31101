from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from accounts.models import SignUp, User
from accounts.selectors.letters import sign_up as letter
from accounts.selectors.sign_ups import find_sign_up, sign_up_key
from accounts.services.sign_ups import complete_sign_up, purge_sign_ups, request_sign_up
from core.models import Event, Notification
from core.timekeeping.clock import real_now
from core.values.errors import DomainError
from tests.factories import parties
from tests.factories.limits import lower

pytestmark = pytest.mark.django_db

MAIL = "sun@example.org"


def request(email: str = MAIL) -> None:
    request_sign_up(email=email, language="zh-hans", at=parties.AT)


def complete(key: str = "", **changes: str) -> User:
    given = {"username": "sun", "name": "孙示例", "password": parties.PASSWORD, **changes}
    return complete_sign_up(key=key or sign_up_key(SignUp.objects.get().pk), **given, at=parties.AT)


def refusal(**given: str) -> str:
    with pytest.raises(DomainError) as caught:
        complete(**given)
    return caught.value.code


def mailed() -> list[tuple[str, str]]:
    rows = Notification.objects.order_by("pk").values_list("kind", "user_id")
    return [(kind, User.objects.get(pk=user_id).email) for kind, user_id in rows]


def test_an_address_is_mailed_a_link_that_opens_the_account():
    request("Sun@Example.org")
    waiting = SignUp.objects.get().user
    assert (mailed(), waiting.has_usable_password()) == ([("account.sign_up", MAIL)], False)
    user = complete()
    assert (user.pk, user.username, user.check_password(parties.PASSWORD)) == (waiting.pk, "sun", True)
    assert EmailAddress.objects.get(user=user, email=MAIL, primary=True).verified
    assert Event.objects.get(type="user.registered").subject_id == user.pk


def test_who_has_an_account_is_mailed_that():
    request()
    complete()
    request()
    assert mailed() == [("account.sign_up", MAIL), ("account.exists", MAIL)]
    assert User.objects.count() == 1


def test_the_link_is_made_when_the_mail_is_sent_and_while_it_is_needed():
    request()
    user = SignUp.objects.get().user
    assert sign_up_key(user.pk)[:8] in str(letter(user=user, params={}))
    complete()
    assert letter(user=user, params={}) is None


def test_asking_twice_is_one_account():
    request()
    request("SUN@example.org")
    assert (SignUp.objects.count(), len(mailed())) == (1, 1)


def test_a_link_is_good_once():
    request()
    key = sign_up_key(SignUp.objects.get().pk)
    complete(key)
    assert refusal(key=key, username="li") == "sign_up_link"
    assert User.objects.get().username == "sun"


@pytest.mark.parametrize("key", ["x", "1:2:3", sign_up_key(7)], ids=["word", "numbers", "signed"])
def test_an_invented_link_opens_nothing(key):
    assert (refusal(key=key), User.objects.count()) == ("sign_up_link", 0)


def test_a_link_ends_after_three_days(time_machine):
    request()
    key = sign_up_key(SignUp.objects.get().pk)
    assert find_sign_up(key) is not None
    time_machine.move_to(real_now() + timedelta(days=3, minutes=1))
    assert find_sign_up(key) is None


def test_names_are_tried_a_few_times_with_a_link():
    parties.user(username="taken")
    request()
    for _ in range(10):
        assert refusal(username="taken") == "username_taken"
    assert refusal(username="free") == "sign_up_link"


def test_a_new_mail_has_a_link_that_works():
    parties.user(username="taken")
    request()
    for _ in range(11):
        refusal(username="taken")
    SignUp.objects.update(asked_at=real_now() - timedelta(days=8))
    request_sign_up(email=MAIL, language="zh-hans", at=parties.AT + timedelta(minutes=1))
    assert purge_sign_ups(at=parties.AT, progress=lambda _: None) == {"removed": 0}
    assert (complete().username, SignUp.objects.count()) == ("sun", 0)


def test_without_a_mail_the_tries_stay_spent(settings):
    lower(settings, account_mail=1)
    parties.user(username="taken")
    request()
    for _ in range(10):
        refusal(username="taken")
    request()
    assert refusal(username="free") == "sign_up_link"


def test_an_address_that_was_confirmed_meanwhile_opens_no_second_account():
    request()
    other = parties.user(username="li")
    EmailAddress.objects.create(user=other, email=MAIL, verified=True)
    assert refusal() == "sign_up_link"


def test_what_is_never_completed_is_removed_after_a_week():
    request()
    assert purge_sign_ups(at=parties.AT, progress=lambda _: None) == {"removed": 0}
    SignUp.objects.update(asked_at=real_now() - timedelta(days=7, minutes=1))
    assert purge_sign_ups(at=parties.AT, progress=lambda _: None) == {"removed": 1}
    assert User.objects.count() == 0
