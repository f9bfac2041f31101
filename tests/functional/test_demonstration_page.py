"""The page with the mails and codes of the demonstration: there in the demonstration, nowhere else."""

import pytest
from django.core.mail import EmailMessage
from django.test import override_settings

from accounts.services.second_factor import code_at
from core.timekeeping.clock import real_now
from demonstration.checks import check_no_demonstration
from demonstration.people import ACCOUNTS, PASSWORD, secret_of
from tests.factories.pages import Visitor, text

pytestmark = pytest.mark.django_db

AS_DEMONSTRATED = {"DEMONSTRATION_PAGES": True, "ROOT_URLCONF": "config.demonstration_urls"}


@pytest.fixture
def demonstrated(tmp_path, settings):
    """The settings of the demonstration."""
    for name, value in AS_DEMONSTRATED.items():
        setattr(settings, name, value)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)


def test_it_shows_accounts_codes_and_mails_to_anybody(demonstrated, time_machine):
    time_machine.move_to(real_now(), tick=False)
    EmailMessage(subject="注册账号", body="http://127.0.0.1:8000/account/signup/k/", to=["sun@example.org"]).send()
    page = text(Visitor().get("/demonstration/"))
    code = code_at(secret=secret_of("officer"), moment=real_now())
    wanted = [PASSWORD, code, "sun@example.org", 'href="http://127.0.0.1:8000/account/signup/k/"']
    wanted += [account.username for account in ACCOUNTS]
    assert [part for part in wanted if part not in page] == []


def test_mails_are_found_by_address(demonstrated):
    for to in ("sun@example.org", "li@example.org"):
        EmailMessage(subject="注册账号", body="x", to=[to]).send()
    page = text(Visitor().get("/demonstration/", text="sun@"))
    assert ("sun@example.org" in page, "li@example.org" in page) == (True, False)


def test_the_sign_in_page_leads_there_in_the_demonstration_alone(demonstrated):
    assert "/demonstration/" in text(Visitor().get("/account/login/"))
    with override_settings(ROOT_URLCONF="config.urls"):
        assert "demonstration" not in text(Visitor().get("/account/login/"))


def test_elsewhere_it_is_not_there():
    assert Visitor().get("/demonstration/").status_code == 404


@override_settings(ROOT_URLCONF=AS_DEMONSTRATED["ROOT_URLCONF"])
def test_its_address_alone_shows_nothing():
    assert Visitor().get("/demonstration/").status_code == 404


def test_a_deployment_with_it_is_refused():
    assert check_no_demonstration(None) == []
    with override_settings(**AS_DEMONSTRATED):
        assert [error.id for error in check_no_demonstration(None)] == ["vouchers.E004"]
