import pytest
from knox.models import AuthToken

from accounts.models import User
from accounts.services.users import change_password, open_account
from core.models import Event
from core.values.errors import DomainError
from tests.factories import parties

pytestmark = pytest.mark.django_db


def opened(**changes: str | None) -> User:
    given = {"username": "Sun", "name": "孙示例", "email": "Sun@example.org", "password": parties.PASSWORD}
    return open_account(**{**given, **changes}, at=parties.AT)


def codes(**changes: str) -> list[str]:
    with pytest.raises(DomainError) as caught:
        opened(**changes)
    return [refusal.code for refusal in caught.value.refusals]


def test_account_is_opened_with_a_lower_case_name() -> None:
    user = opened()
    assert (user.username, user.email, user.check_password(parties.PASSWORD)) == ("sun", "sun@example.org", True)
    assert Event.objects.get(subject_kind="user", subject_id=user.pk).type == "user.registered"


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("short", ["password_too_short"]),
        ("12345678", ["password_too_short", "password_too_common", "password_entirely_numeric"]),
        ("password1234", ["password_too_common"]),
        (" " * 12, ["password_blank"]),
        ("\u3000\u200b\u3164" * 4, ["password_blank"]),
    ],
)
def test_every_broken_rule_of_a_password_is_named(password: str, expected: list[str]) -> None:
    assert (codes(password=password), User.objects.count()) == (expected, 0)


def test_name_taken_in_any_case() -> None:
    opened()
    assert (codes(username="SUN"), User.objects.count()) == (["username_taken"], 1)


@pytest.mark.parametrize("username", ["sun1", "ＳＵＮ１", "sunI"])
def test_a_name_that_looks_like_another_is_refused(username: str) -> None:
    opened(username="sunl" if username != "sunI" else "sun1")
    taken = codes(username=username.replace("I", "l"), email="other@example.org")
    assert (taken, User.objects.count()) == (["username_taken"], 1)


def test_name_with_blanks_is_refused() -> None:
    assert (codes(username="s u n"), User.objects.count()) == (["username_invalid"], 0)


def test_new_password_ends_every_token() -> None:
    user = opened()
    AuthToken.objects.create(user=user)
    change_password(user_id=user.pk, password="another-long-secret", at=parties.AT)
    assert User.objects.get().check_password("another-long-secret")
    assert AuthToken.objects.count() == 0


def test_nobody_can_sign_in_to_an_account_that_was_opened_without_a_password():
    user = opened(password=None)
    assert (user.has_usable_password(), user.check_password("")) == (False, False)
