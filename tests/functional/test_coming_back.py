"""Pages opened without a party lead to signing in, registration or the choice of a party, and come back."""

import re

import pytest

from accounts.models import User
from core.models import Event
from core.notifications.mail import send_mails
from tests.factories import parties
from tests.factories.contracts import MONDAY, acting
from tests.factories.pages import Visitor, codes, text
from tests.factories.rounds import enterprise, round_

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


ELSEWHERE = "//evil.example/"
FIRM = {
    "name": "示例新材料科技有限公司",
    "region": "beijing",
    "industry": "new_materials",
    "established_on": "2024-05-10",
    "staff": "42",
    "annual_sales": "8600000",
    "total_assets": "12000000",
    "legal_person": "on",
    "sound_finance": "on",
}


def test_a_claim_opened_by_a_visitor_leads_to_sign_in_and_sign_up_and_back(mailoutbox):
    visitor = Visitor()
    asked = visitor.get("/coupons/claim/3/").headers["Location"]
    assert asked == "/account/login/?next=/coupons/claim/3/"
    assert "/account/signup/?next=%2Fcoupons%2Fclaim%2F3%2F" in text(visitor.get(asked))
    visitor.post("/account/signup/?next=/coupons/claim/3/", email="sun@example.org")
    send_mails(at=MONDAY, progress=lambda _: None)
    link = re.search(r"http://testserver(/account/signup/\S+)", mailoutbox[0].body)[1]
    chosen = {"username": "sun", "name": "孙示例", "password": parties.PASSWORD, "again": parties.PASSWORD}
    assert visitor.post(link, **chosen).headers["Location"] == "/account/login/?next=/coupons/claim/3/"
    signed_in = visitor.post("/account/login/?next=/coupons/claim/3/", login="sun", password=parties.PASSWORD)
    assert signed_in.headers["Location"] == "/coupons/claim/3/"


def test_a_claim_opened_without_a_party_leads_to_registration_and_back():
    path = f"/coupons/claim/{round_().pk}/"
    visitor = Visitor(parties.nobody_yet())
    chosen = visitor.get(path).headers["Location"]
    assert chosen == f"/parties/choose/?next={path}"
    assert f"/register/enterprise/?next={path}" in text(visitor.get(chosen))
    done = visitor.post(f"/register/enterprise/?next={path}", uscc=parties.make_uscc(), **FIRM)
    assert done.headers["Location"] == f"/registration/evidence/?next={path}"
    assert codes(visitor.get(path)) == ["party_not_verified"]


@pytest.mark.parametrize("path", ["/coupons/", "/contracts/", "/profile/", "/members/", "/service-contracts/"])
def test_pages_of_members_lead_who_has_no_party_to_registration(path):
    assert Visitor(parties.nobody_yet()).get(path).headers["Location"] == f"/parties/choose/?next={path}"
    assert not Event.objects.filter(type="access.denied").exists()


@pytest.mark.parametrize("path", ["/rounds/create/", "/parties/", "/jobs/"])
def test_pages_of_the_authority_stay_closed(path):
    assert Visitor(parties.nobody_yet()).get(path).status_code == 403


def test_who_has_several_parties_chooses_one_and_comes_back():
    first = acting(enterprise(), "applicant_operator")
    person = User.objects.get(pk=first.user_id)
    second = acting(enterprise(), "applicant_operator", person=person)
    visitor = Visitor(parties.nobody_yet(person))
    assert visitor.get("/coupons/").headers["Location"] == "/parties/choose/?next=/coupons/"
    done = visitor.post("/parties/choose/?next=/coupons/", party=second.party_id)
    assert done.headers["Location"] == "/coupons/"


@pytest.mark.parametrize("path", ["/account/signup/", "/parties/choose/", "/register/enterprise/", "/register/team/"])
def test_another_site_is_never_come_back_to(path):
    page = Visitor(parties.nobody_yet()).get(path, next=ELSEWHERE)
    assert "evil.example" not in re.sub(r'<input type="hidden" name="next"[^>]*>', "", text(page))
