"""Pages of the account, made by allauth, in our words and style."""

import re

import pytest
from allauth.account.models import EmailAddress

from accounts.models import User
from accounts.portal.adapters import AccountAdapter, SecondFactorAdapter
from accounts.rules.roles import Role
from tests.factories import contracts, parties
from tests.factories.pages import Visitor
from tests.factories.parties import PASSWORD

OF_VISITORS = [
    "login",
    "signup",
    "password/reset",
    "password/reset/done",
    "password/reset/key/done",
    "confirm-email",
    "inactive",
]
OF_USERS = ["email", "logout", "password/change", "reauthenticate", "2fa", "2fa/reauthenticate"]
FOREIGN = re.compile(r"[Ee]-?mail|电子邮件|账户|帐号|帐户")


SHOWN = re.compile(r'(?:placeholder|title|aria-label)="([^"]*)"')


def main(text: str) -> str:
    """Return the words of a page, those of its attributes too."""
    inside = text[text.index("<main") : text.index("</main>")]
    return " ".join([re.sub(r"<[^>]+>", " ", inside), *SHOWN.findall(inside)])


@pytest.mark.parametrize("path", [*OF_VISITORS, *OF_USERS])
def test_a_page_of_the_account_speaks_as_the_portal_does(db, path):
    visitor = Visitor() if path in OF_VISITORS else Visitor(contracts.staff(Role.CASE_OFFICER))
    answer = visitor.get(f"/account/{path}/")
    assert (answer.status_code, answer.content.count(b"<h1")) == (200, 1)
    assert FOREIGN.findall(main(answer.content.decode()).replace("@example.org", "")) == []


def test_the_rules_of_a_password_are_in_our_words(db):
    page = main(Visitor(contracts.staff(Role.CASE_OFFICER)).get("/account/password/change/").content.decode())
    rules = (
        "密码至少 12 个字符。",
        "密码不能全是数字。",
        "密码不能是常见的密码。",
        "密码不能与用户名、姓名、邮箱等个人信息相近。",
    )
    assert ([rule in page for rule in rules], "你的" in page) == ([True] * 4, False)


def test_mail_addresses_are_listed_added_and_made_primary(db):
    actor = contracts.staff(Role.CASE_OFFICER)
    text = main(Visitor(actor).get("/account/email/").content.decode())
    assert all(word in text for word in ("已登记的邮箱", "设为首选", "重发确认邮件", "添加邮箱"))


@pytest.mark.parametrize(
    ("path", "sent", "said"),
    [
        ("email", {"action_add": "", "email": "second@example.org"}, "确认邮件"),
        ("email", {"action_add": "", "email": "SELF"}, "该邮箱已登记在本账号下"),
        ("email", {"action_add": "", "email": "no address"}, "邮箱"),
        ("email", {"action_primary": "", "email": "SELF"}, "首选邮箱已设置"),
        ("password/change", {"oldpassword": "wrong", "password1": "x", "password2": "y"}, "请输入当前密码"),
        ("reauthenticate", {"password": "wrong"}, "密码不正确"),
    ],
)
def test_what_a_step_says_is_in_our_words(db, path, sent, said):
    actor = contracts.acting(contracts.party(), Role.APPLICANT_OPERATOR, person=parties.user())
    own = User.objects.get(pk=actor.user_id)
    EmailAddress.objects.update_or_create(user=own, email=own.email, defaults={"verified": True, "primary": True})
    visitor = Visitor(actor)
    visitor.post("/account/reauthenticate/", password=PASSWORD)
    fields = {name: value.replace("SELF", own.email) for name, value in sent.items()}
    answer = visitor.post(f"/account/{path}/", **fields)
    page = answer if answer.status_code == 200 else visitor.get(answer.headers["Location"])
    words = main(page.content.decode()).replace("@example.org", "")
    assert said in words, words
    assert FOREIGN.findall(words) == [], words


def test_a_reset_link_that_is_no_longer_valid_says_so(db):
    visitor = Visitor()
    page = visitor.get("/account/password/reset/key/1-abcdef-0123456789/")
    assert (page.status_code, "链接无效" in main(page.content.decode())) == (200, True)


@pytest.mark.parametrize("adapter", [AccountAdapter, SecondFactorAdapter])
def test_no_error_of_the_library_reaches_a_page_in_its_own_words(adapter):
    unused = {
        "email_password_mismatch",
        "phone_password_mismatch",
        "phone_taken",
        "unknown_phone",
        "username_taken",
        "select_only_one",
    }
    own = adapter.__mro__[1].error_messages
    assert {code for code, text in adapter.error_messages.items() if own.get(code) is text} <= unused
