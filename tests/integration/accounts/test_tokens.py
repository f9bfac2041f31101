from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from knox.models import AuthToken
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIClient, APIRequestFactory

from accounts.api.authentication import BearerAuthentication
from accounts.models import Membership, User
from accounts.portal.backends import SessionBackend
from accounts.rules.attempts import MAX_GUESSES, Attempt
from accounts.selectors.actors import resolve
from accounts.selectors.tokens import USER_COLUMNS
from accounts.services.revocations import revoke_all_tokens
from accounts.services.second_factor import code_at, enrol_totp, spend_code
from accounts.services.tokens import issue_token
from core.models import Event
from core.values.errors import DomainError
from tests.factories import contracts, parties
from tests.world.savepoints import undone

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"
MOMENT = parties.AT


def sign_in(*, username: str = "zhao", password: str = parties.PASSWORD, code: str = "", moment=MOMENT):
    attempt = Attempt(username=username, address="192.0.2.1")
    return issue_token(attempt, password=password, code=code, at=parties.AT, moment=moment)


def code(*, steps: int = 0) -> str:
    return code_at(secret=SECRET, moment=MOMENT + timedelta(seconds=30 * steps))


def test_password_gives_a_token() -> None:
    person = parties.account(username="zhao")
    issued = sign_in()
    assert (issued.user_id, AuthToken.objects.get().user_id) == (person.pk, person.pk)
    assert Event.objects.get(type="token.issued").actor_id == person.pk


@pytest.mark.parametrize("typed", ["\ufeffzhao", "ZH\u200bAO", "ｚｈａｏ"])
def test_a_name_may_be_typed_in_any_form(typed):
    person = parties.account(username="zhao")
    assert sign_in(username=typed).user_id == person.pk


@pytest.mark.parametrize(("username", "password"), [("zhao", "wrong"), ("nobody", parties.PASSWORD)])
def test_wrong_name_or_password_gives_none(username: str, password: str) -> None:
    parties.account(username="zhao")
    assert sign_in(username=username, password=password) is None
    assert AuthToken.objects.count() == 0


def test_inactive_user_gets_none() -> None:
    person = parties.account(username="zhao")
    person.is_active = False
    person.save()
    assert sign_in() is None


def test_a_token_without_the_second_factor_does_not_act_in_a_role_that_requires_it() -> None:
    person = parties.account(username="zhao")
    officer = parties.acting(parties.authority(), "case_officer", person=person, second_factor=False)
    assert sign_in() is not None
    with pytest.raises(DomainError, match="second_factor_missing"):
        resolve(user_id=person.pk, party=officer.party_id)


@pytest.mark.parametrize("given", ["", "000000", "abcdef"])
def test_wrong_code_gives_none(given: str) -> None:
    person = parties.account(username="zhao")
    enrol_totp(user_id=person.pk, secret=SECRET, at=parties.AT)
    assert (sign_in(code=given), AuthToken.objects.count()) == (None, 0)


def test_codes_are_guessed_ten_times_for_a_name_from_anywhere() -> None:
    person = parties.account(username="zhao")
    enrol_totp(user_id=person.pk, secret=SECRET, at=parties.AT)
    for number in range(MAX_GUESSES):
        guess = Attempt(username="zhao", address=f"192.0.2.{number}")
        issue_token(guess, password=parties.PASSWORD, code="000000", at=parties.AT, moment=MOMENT)
    assert sign_in(code=code()) is None


def test_code_is_good_once() -> None:
    person = parties.account(username="zhao")
    enrol_totp(user_id=person.pk, secret=SECRET, at=parties.AT)
    assert sign_in(code=code()) is not None
    assert sign_in(code=code()) is None


def test_older_code_than_the_last_one_is_spent_too() -> None:
    person = parties.account(username="zhao")
    enrol_totp(user_id=person.pk, secret=SECRET, at=parties.AT)
    assert spend_code(user_id=person.pk, code=code(), moment=MOMENT)
    assert not spend_code(user_id=person.pk, code=code(steps=-1), moment=MOMENT)
    assert spend_code(user_id=person.pk, code=code(steps=1), moment=MOMENT + timedelta(seconds=30))


def test_secret_is_not_kept_in_the_clear() -> None:
    enrol_totp(user_id=parties.user().pk, secret=SECRET, at=parties.AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        assert SECRET not in cursor.fetchone()[0]


def test_oldest_token_goes_when_there_are_too_many() -> None:
    parties.account(username="zhao")
    first = sign_in()
    for _ in range(10):
        sign_in()
    assert AuthToken.objects.count() == 10
    assert not AuthToken.objects.filter(token_key=first.token[:15]).exists()


def test_revoking_ends_every_token_of_the_user_alone() -> None:
    person = parties.account(username="zhao")
    parties.account(username="qian")
    sign_in()
    sign_in(username="qian")
    revoke_all_tokens(user_id=person.pk, at=parties.AT)
    assert list(AuthToken.objects.values_list("user__username", flat=True)) == ["qian"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [({}, 200), ({"expiry": datetime(2020, 1, 1, tzinfo=UTC)}, 401), ({"digest": "0" * 128}, 401)],
)
def test_a_token_is_found_by_its_digest_while_it_lasts(changes, status):
    row, token = AuthToken.objects.create(user=parties.user())
    AuthToken.objects.filter(pk=row.pk).update(**changes)
    assert APIClient().get("/api/v1/me/", headers={"Authorization": f"Bearer {token}"}).status_code == status


def test_a_token_of_an_inactive_user_opens_nothing():
    row, token = AuthToken.objects.create(user=parties.user())
    User.objects.filter(pk=row.user_id).update(is_active=False)
    assert APIClient().get("/api/v1/me/", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_token_costs_one_query(django_assert_num_queries):
    _, token = AuthToken.objects.create(user=parties.user())
    request = APIRequestFactory().get("/", headers={"Authorization": f"Bearer {token}"})
    with django_assert_num_queries(1):
        BearerAuthentication().authenticate(request)


@given(
    active=st.booleans(),
    expired=st.booleans(),
    memberships=st.lists(st.tuples(st.sampled_from(["applicant_manager", "unit_operator"]), st.booleans()), max_size=4),
)
def test_one_statement_reads_the_user_of_a_token_or_session_and_live_memberships(active, expired, memberships):
    with undone():
        person = parties.account(username="zhao")
        User.objects.filter(pk=person.pk).update(is_active=active)
        for role, live in memberships:
            party, ended = contracts.party(), None if live else parties.AT
            agreed = contracts.membership_columns(person, role, of=party, at=parties.AT)
            Membership.objects.create(user=person, party=party, role=role, ended_at=ended, **agreed)
        _, text = AuthToken.objects.create(user=person, expiry=timedelta(hours=-1 if expired else 1))
        assert signed_in(text) == (None if expired or not active else known(person.pk))
        assert of_session(person.pk) == (known(person.pk) if active else None)


def signed_in(text):
    """Return the user's columns and memberships that a request with the token gets, or None."""
    try:
        user, _ = BearerAuthentication().authenticate_credentials(text.encode())
    except AuthenticationFailed:
        return None
    return {name: getattr(user, name) for name in USER_COLUMNS}, sorted(user.live_memberships)


def of_session(user_id):
    """The same that a request with a session is given."""
    user = SessionBackend().get_user(user_id)
    return user and ({name: getattr(user, name) for name in USER_COLUMNS}, sorted(user.live_memberships))


def known(user_id):
    """Return the same, read by the models."""
    live = Membership.objects.filter(user_id=user_id, ended_at=None).values_list("party_id", "party__name", "role")
    return User.objects.values(*USER_COLUMNS).get(pk=user_id), sorted(live)
