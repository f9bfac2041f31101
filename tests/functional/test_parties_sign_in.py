import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from knox.models import AuthToken

from accounts.models import SignUp, User
from accounts.selectors.sign_ups import sign_up_key
from accounts.services.second_factor import code_at, enrol_totp
from core.models import Event
from core.timekeeping import clock
from tests.factories import parties

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


def person(username: str = "zhou", *, role: str = "") -> User:
    user = parties.account(username=username)
    if role:
        parties.acting(parties.authority(), role, person=user, second_factor=False)
    return user


def sign_in(client: Client, username: str = "zhou", password: str = parties.PASSWORD):
    return client.post("/account/login/", {"login": username, "password": password})


def code(secret: str = SECRET) -> str:
    return code_at(secret=secret, moment=clock.real_now())


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_password_alone_is_enough_for_an_applicant(client: Client) -> None:
    person()
    assert sign_in(client).status_code == 302
    assert is_signed_in(client)
    assert Event.objects.filter(type="user.signed_in").count() == 1


def token(username: str = "zhou", password: str = parties.PASSWORD, *, client: Client | None = None):
    body = {"username": username, "password": password}
    return (client or Client()).post("/api/v1/tokens/", body, content_type="application/json")


def test_both_doors_want_a_confirmed_mail_address(client: Client) -> None:
    address = EmailAddress.objects.get(user=person())
    EmailAddress.objects.update(verified=False)
    assert (sign_in(client).url, is_signed_in(client)) == ("/account/confirm-email/", False)
    answer = token()
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "mail_unconfirmed")
    assert token(password="wrong").status_code == 401
    assert not AuthToken.objects.exists()
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    sign_in(client)
    assert (is_signed_in(client), token().status_code) == (True, 201)


@pytest.mark.parametrize("others", [[], [{"verified": False}]])
def test_the_last_confirmed_mail_address_is_kept(client: Client, others: list[dict[str, bool]]) -> None:
    user = person()
    EmailAddress.objects.filter(user=user).update(primary=not others)
    for number, state in enumerate(others):
        EmailAddress.objects.create(user=user, email=f"new{number}@example.org", primary=True, **state)
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": parties.PASSWORD})
    page = client.post("/account/email/", {"action_remove": "", "email": user.email}, follow=True)
    assert "最后一个已确认的邮箱不能移除" in page.content.decode()
    assert EmailAddress.objects.get(user=user, email=user.email).verified


def test_another_confirmed_mail_address_may_be_removed(client: Client) -> None:
    user = person()
    EmailAddress.objects.create(user=user, email="other@example.org", verified=True)
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": parties.PASSWORD})
    client.post("/account/email/", {"action_remove": "", "email": "other@example.org"})
    assert [row.email for row in EmailAddress.objects.filter(user=user)] == [user.email]


def test_code_is_asked_for_where_one_is_set_up_and_is_good_once(client: Client) -> None:
    enrol_totp(user_id=person(role="case_officer").pk, secret=SECRET, at=parties.AT)
    assert sign_in(client).url == "/account/2fa/authenticate/"
    assert not is_signed_in(client)
    given = code()
    client.post("/account/2fa/authenticate/", {"code": given})
    assert is_signed_in(client)
    other = Client()
    sign_in(other)
    other.post("/account/2fa/authenticate/", {"code": given})
    assert not is_signed_in(other)


def test_a_code_in_full_width_digits_is_the_code(client: Client) -> None:
    enrol_totp(user_id=person(role="case_officer").pk, secret=SECRET, at=parties.AT)
    sign_in(client)
    wide = "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in code())
    client.post("/account/2fa/authenticate/", {"code": f"{wide[:3]} {wide[3:]}\u200b"})
    assert is_signed_in(client)


def test_officer_without_a_second_factor_is_sent_to_set_it_up(client: Client) -> None:
    person(role="case_officer")
    sign_in(client)
    assert client.get("/dashboard/").url == "/account/2fa/totp/activate/"
    answer = client.get("/api/v1/parties/")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_missing")


@pytest.mark.django_db(transaction=True)
def test_second_factor_is_set_up_on_the_page(client: Client) -> None:
    user = person(role="case_officer")
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": parties.PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page).group(1)
    client.post("/account/2fa/totp/activate/", {"code": code(secret)})
    kept = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in kept
    assert Event.objects.get(type="user.second_factor_set").subject_id == user.pk
    assert client.get("/api/v1/me/").json()["has_second_factor"] is True


@pytest.mark.django_db(transaction=True)
def test_who_sets_up_a_second_factor_is_led_back_to_the_page_that_asked_for_it(client: Client) -> None:
    person(role="case_officer")
    sign_in(client)
    assert client.get("/parties/?state=registered").url == "/account/2fa/totp/activate/"
    client.post("/account/reauthenticate/", {"password": parties.PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page).group(1)
    shown = client.post("/account/2fa/totp/activate/", {"code": code(secret)}, follow=True).content.decode()
    assert ('href="/parties/?state=registered"' in shown, "继续办理" in shown) == (True, True)


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_ends_the_sessions_before_it(client: Client) -> None:
    person(role="case_officer")
    thief = Client()
    sign_in(thief)
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": parties.PASSWORD})
    page = client.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page).group(1)
    client.post("/account/2fa/totp/activate/", {"code": code(secret)})
    assert [each.get("/parties/choose/").status_code for each in (client, thief)] == [200, 302]


@pytest.mark.parametrize("name", ["ZHOU", "ｚｈｏｕ", " zhou "])
def test_a_name_is_typed_as_at_the_registration(client: Client, name: str) -> None:
    person()
    sign_in(client, name)
    assert is_signed_in(client)


def test_officer_does_not_put_the_second_factor_away(client: Client) -> None:
    enrol_totp(user_id=person(role="case_officer").pk, secret=SECRET, at=parties.AT)
    sign_in(client)
    client.post("/account/2fa/authenticate/", {"code": code()})
    client.post("/account/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(type="totp").count() == 1


@pytest.mark.parametrize("username", ["zhou", "nobody"])
def test_guessing_passwords_stops_with_the_right_one_too(username: str) -> None:
    person()
    answers = {sign_in(Client(), username, "wrong").status_code for _ in range(10)}
    client = Client()
    page = sign_in(client, username).content.decode()
    assert answers == {200}
    assert "登录失败次数过多" in page or "Too many failed" in page or "稍后" in page
    assert not is_signed_in(client)


def test_guesses_at_the_same_address_do_not_stop_a_device_that_the_name_knows(client: Client) -> None:
    person()
    sign_in(client)
    client.post("/account/logout/")
    for _ in range(10):
        sign_in(Client(), password="wrong")
    sign_in(client)
    other = Client()
    sign_in(other)
    assert (is_signed_in(client), is_signed_in(other)) == (True, False)


def test_a_device_that_signed_in_at_one_door_is_known_at_both(client: Client) -> None:
    person()
    assert token(client=client).status_code == 201
    for _ in range(10):
        token(password="wrong")
    assert [token(client=each).status_code for each in (client, Client())] == [201, 429]
    sign_in(client)
    assert is_signed_in(client)


@pytest.mark.parametrize("forged", ["", "x", "0" * 32 + ".1:forged"])
def test_device_of_another_name_and_a_forged_one_are_not_known(forged: str) -> None:
    for username in ("zhou", "wu"):
        person(username)
    client = Client()
    sign_in(client, "wu")
    client.post("/account/logout/")
    if forged:
        client.cookies["device"] = forged
    for _ in range(10):
        sign_in(Client(), password="wrong")
    sign_in(client)
    assert not is_signed_in(client)


def test_cookie_of_a_device_says_nothing_about_its_owner(client: Client) -> None:
    person()
    cookie = sign_in(client).cookies["device"]
    assert (cookie["httponly"], cookie["samesite"], "zhou" in cookie.value) == (True, "Lax", False)


def test_guessing_codes_stops_though_the_password_is_right() -> None:
    enrol_totp(user_id=person(role="case_officer").pk, secret=SECRET, at=parties.AT)
    client = Client()
    sign_in(client)
    for _ in range(10):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert not is_signed_in(client)


def test_account_is_opened_on_the_pages(client: Client) -> None:
    client.post("/account/signup/", {"email": "Sun@example.org"})
    link = f"/account/signup/{sign_up_key(SignUp.objects.get().pk)}/"
    body = {"username": "Sun", "name": "孙示例", "password": parties.PASSWORD, "again": parties.PASSWORD}
    assert client.post(link, {**body, "again": "x"}).status_code == 422
    assert client.post(link, body).headers["Location"] == "/account/login/"
    assert client.get(link).status_code == 404
    user = User.objects.get()
    assert (user.username, user.name, user.check_password(parties.PASSWORD)) == ("sun", "孙示例", True)
    assert Event.objects.get(type="user.registered").subject_id == user.pk


def test_sign_in_page_stands_in_the_frame_of_the_site(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert page.count("<h1") == 1
    assert 'autocomplete="current-password"' in page
