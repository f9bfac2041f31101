"""Pages of the account, made by allauth, in our words and style."""

import re

import pytest

from accounts.rules.roles import Role
from tests.factories import contracts
from tests.factories.pages import Visitor

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


def main(text: str) -> str:
    return re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main>")])


@pytest.mark.parametrize("path", [*OF_VISITORS, *OF_USERS])
def test_a_page_of_the_account_speaks_as_the_portal_does(db, path):
    visitor = Visitor() if path in OF_VISITORS else Visitor(contracts.staff(Role.CASE_OFFICER))
    answer = visitor.get(f"/account/{path}/")
    assert (answer.status_code, answer.content.count(b"<h1")) == (200, 1)
    assert FOREIGN.findall(main(answer.content.decode()).replace("@example.org", "")) == []


def test_mail_addresses_are_listed_added_and_made_primary(db):
    actor = contracts.staff(Role.CASE_OFFICER)
    text = main(Visitor(actor).get("/account/email/").content.decode())
    assert all(word in text for word in ("已登记的邮箱", "设为首选", "重发确认邮件", "添加邮箱"))
