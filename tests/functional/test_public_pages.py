"""Public pages: rounds with their balance, open units, notices, the calculator; and pages that are not public."""

from datetime import timedelta

import pytest

from oversight.models import Notice
from tests.factories.api import Caller
from tests.factories.batches import publicised, redemption
from tests.factories.contracts import MONDAY, acting, party, service, staff, unit
from tests.factories.pages import Visitor
from tests.factories.rounds import coupon, enterprise, policy, round_
from vouchers.services.rounds import create_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def page(path, **query):
    answer = Visitor().get(path, **query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_page_shows_open_and_coming_rounds_with_balance_and_days():
    opened = round_(days=30)
    coupon(in_round=opened, amount="50000.00")
    round_(opens_at=MONDAY + timedelta(days=9), budget="2000000.00")
    text = page("/")
    assert [words in text for words in ("¥950,000.00", "距截止 30 天", "即将开放", "还有 9 天")] == [True] * 4


def test_a_round_that_is_over_is_not_on_the_first_page(time_machine):
    row = round_(days=1)
    time_machine.move_to(MONDAY + timedelta(days=2), tick=False)
    assert row.name not in page("/")
    assert "已截止" in page("/announced-rounds/")


def test_the_first_page_stands_before_anything_is_entered():
    assert "现在没有开放或即将开放的发放周期" in page("/")


def test_who_is_signed_in_goes_to_his_own_page():
    visitor = Visitor(acting(enterprise(), "applicant_operator"))
    assert visitor.get("/").headers["Location"] == "/dashboard/"


def test_the_balance_is_a_part_that_is_asked_for_again():
    row = round_(budget="100000.00")
    coupon(in_round=row, amount="40000.00")
    text = page(f"/announced-rounds/{row.pk}/balance/")
    assert ("¥60,000.00" in text, "<html" in text, "every 10s" in text) == (True, False, True)


def test_a_draft_round_is_as_absent():
    drafted = create_round(
        name="草案",
        policy_version_id=policy().pk,
        budget=round_().budget,
        opens_at=MONDAY,
        closes_at=MONDAY + timedelta(days=1),
        actor_id=staff("case_officer").user_id,
        at=MONDAY,
    )
    assert "草案" not in page("/announced-rounds/")
    answers = [Visitor().get(f"/announced-rounds/{drafted.pk}/{part}") for part in ("", "balance/")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_services_are_found_by_words_and_kind():
    of = unit()
    service(of, name="透射电镜表征", category="analysis")
    service(of, name="疲劳试验", category="testing")
    text = page("/services/", text="电镜", category="analysis")
    assert ("透射电镜表征" in text, "疲劳试验" in text) == (True, False)
    assert "没有找到符合条件的服务" in page("/services/", text="电镜", category="testing")


def test_an_admitted_unit_has_a_page_with_its_services_others_none():
    of, outside = unit(), unit(category="recognised")
    offered = service(of)
    assert offered.name in page(f"/open-units/{of.pk}/")
    assert of.party.name in page("/open-units/")
    assert Visitor().get(f"/open-units/{outside.pk}/").status_code == 404


def test_a_notice_is_shown_with_its_items_and_last_day():
    batch = publicised(redemption("50000.00"))
    text = page("/publicity/")
    assert batch.title in text
    found = Visitor().get("/publicity/").context["page"].rows[0]
    text = page(f"/publicity/{found.pk}/")
    assert ("50,000.00" in text, "2026年3月9日" in text) == (True, True)
    assert found.title in page("/")


def test_notices_are_listed_by_day_of_publication_newest_first():
    rows = [publicised(redemption("50000.00")).notice for _ in range(3)]
    for row, on in zip(rows, ("2026-02-03", "2026-02-05", "2026-02-03"), strict=True):
        Notice.objects.filter(pk=row.pk).update(published_on=on)
    wanted = [rows[1].pk, rows[2].pk, rows[0].pk]
    found = [row.pk for row in Visitor().get("/publicity/").context["page"].rows]
    listed = [row["id"] for row in Caller().get("notices/").json()["results"]]
    assert (found, listed) == (wanted, wanted)


def test_a_notice_that_is_none_is_not_found():
    assert Visitor().get("/publicity/999999/").status_code == 404


def test_pages_speak_english_where_asked():
    round_()
    answer = Visitor().client.get("/", headers={"Accept-Language": "en"})
    assert "Sign in and claim" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/services/", "/open-units/", "/announced-rounds/", "/publicity/"])
def test_lists_ask_no_more_for_more_rows(path, django_assert_max_num_queries):
    first = round_()
    service(unit())
    for _ in range(5):
        round_(version=first.policy_version)
        service(unit())
    with django_assert_max_num_queries(9):
        page(path)


def test_pages_carry_no_inline_script_or_style():
    round_()
    for path in ("/", "/services/", "/calculator/"):
        text = page(path)
        assert [mark in text for mark in ("<script>", " style=", " onclick=", "hx-on")] == [False] * 4


def test_a_request_is_offered_to_visitors_and_applicants_only():
    lab = unit()
    service(lab)
    readers = {"visitor": Visitor(), "officer": Visitor(staff("case_officer"))}
    for side in ("applicant_manager", "unit_manager"):
        readers[side] = Visitor(acting(party(), side))
    offered = {
        who: b"/projects/request/" in each.get(f"/open-units/{lab.pk}/").content for who, each in readers.items()
    }
    assert offered == {"visitor": True, "officer": False, "applicant_manager": True, "unit_manager": False}
