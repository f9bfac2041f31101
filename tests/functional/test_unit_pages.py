"""An open unit's pages: projects, contracts, records, redemptions, payments, as a browser without scripts uses them."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from core.models import Attachment
from matching.models import Project
from tests import files
from tests.factories import batches, redemptions
from tests.factories.contracts import MONDAY, acting, draft, offer, project, registered, service, unit, work
from tests.factories.pages import Visitor, codes
from tests.factories.redemptions import DONE
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import Coupon, Invoice, Redemption, ServiceContract, ServiceRecord
from vouchers.services.terminations import terminate_contract

pytestmark = pytest.mark.django_db

TERMS = {
    "reference": "HT-2026-001",
    "title": "电池材料测试",
    "category": "testing",
    "amount": "100000.00",
    "signed_on": "2026-03-02",
    "start_on": "2026-03-02",
    "end_on": "2026-05-20",
    "shortfall_bearer": "applicant",
}
ROW = {
    "row-TOTAL_FORMS": "1",
    "row-INITIAL_FORMS": "0",
    "row-0-number": "26110000000000000042",
    "row-0-code": "",
    "row-0-issued_on": "2026-05-20",
}


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The moment of a page: Monday 2 March 2026, 09:00 in Beijing, unless a test moves it."""
    moment = {"at": MONDAY}
    monkeypatch.setattr("core.clock.now", lambda: moment["at"])
    return lambda at: moment.update(at=at)


def of_unit(row, role="unit_operator"):
    return Visitor(acting(row.party if hasattr(row, "party") else row.unit.party, role))


def text(answer):
    return answer.content.decode()


def click(visitor, path, **fields):
    """Open the form of a page and send it with the key, version and fields the browser would send."""
    page = text(visitor.get(path))
    if found := re.search(r'name="version" value="(\d+)"', page):
        fields = {"version": found[1], **fields}
    return visitor.post(path, key=visitor.key_of(path), **fields)


class TestARedemptionByClicking:
    def test_from_the_request_to_the_submission(self, now):
        lab, firm = unit(), enterprise()
        claimed = coupon(of=firm, in_round=round_(), amount="50000.00")
        asked = project(applicant=firm, of=lab, accepted=False)
        visitor, buyer = of_unit(lab), Visitor(acting(firm, "applicant_operator"))

        click(visitor, f"/unit/projects/{asked.pk}/accept/")
        contract_url = click(visitor, f"/unit/projects/{asked.pk}/contract/", **TERMS).headers["Location"]
        contract = ServiceContract.objects.get()
        assert contract_url == f"/service-contracts/{contract.pk}/"
        click(buyer, f"/contracts/{contract.pk}/offer/", coupons=[claimed.pk])
        click(visitor, f"{contract_url}register/", coupons=[claimed.pk])
        click(
            visitor,
            f"{contract_url}records/add/",
            done_on="2026-03-02",
            hours="8",
            amount="100000",
            description="X 射线衍射",
        )
        click(visitor, f"{contract_url}complete/")
        click(buyer, f"/contracts/{contract.pk}/accept/")

        now(DONE)
        url = click(visitor, f"{contract_url}redeem/").headers["Location"]
        assert "¥100,000.00" in text(visitor.get(url)) and "¥50,000.00" in text(visitor.get(url))
        click(visitor, f"{url}amounts/", actual_amount="90000.00", own_payment="45000.00")
        parties = {
            "row-0-amount": "90000.00",
            "row-0-buyer_name": firm.name,
            "row-0-buyer_uscc": firm.uscc,
            "row-0-seller_uscc": lab.party.uscc,
        }
        assert click(visitor, f"{url}invoices/", **ROW, **parties).status_code == 303
        for kind in redemptions.KINDS:
            click(visitor, f"{url}files/add/", kind=kind, file=files.upload(f"{kind}.pdf", files.pdf(kind)))
        answer = click(visitor, f"{url}submit/")

        made = Redemption.objects.get()
        assert (answer.headers["Location"], made.state) == (f"/redemptions/{made.pk}/", "submitted")
        assert (made.payable, made.own_payment) == (Decimal("45000.00"), Decimal("45000.00"))
        assert Coupon.objects.get().state == "in_redemption"
        assert [kind in text(visitor.get(url)) for kind in ("合同文本", "contract.pdf", "26110000000000000042")] == [
            True
        ] * 3

    def test_a_returned_one_is_corrected_and_submitted_again(self, now):
        now(DONE)
        row = redemptions.returned()
        visitor, url = of_unit(row), f"/redemptions/{row.pk}/"
        page = text(visitor.get(url))
        assert "付款凭证不清晰" in page and "2026年6月4日" in page
        click(visitor, f"{url}files/add/", kind="payment_proof", file=files.upload("回单.pdf", files.pdf("clear")))
        click(visitor, f"{url}submit/")
        assert Redemption.objects.get().state == "submitted"


class TestProjects:
    def test_declining_says_why_and_a_second_click_is_harmless(self):
        asked = project(applicant=enterprise(), of=unit(), accepted=False)
        visitor, path = of_unit(asked), f"/unit/projects/{asked.pk}/decline/"
        key = visitor.key_of(path)
        answers = [visitor.post(path, key=key, reason="设备检修") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert (Project.objects.get().state, Project.objects.get().answer_reason) == ("declined", "设备检修")

    def test_declining_without_a_reason_is_shown_at_its_field(self):
        asked = project(applicant=enterprise(), of=unit(), accepted=False)
        answer = click(of_unit(asked), f"/unit/projects/{asked.pk}/decline/")
        assert (answer.status_code, "id_reason_error" in text(answer)) == (422, True)
        assert Project.objects.get().state == "requested"

    def test_a_late_answer_is_not_offered_and_refused(self, now):
        asked = project(applicant=enterprise(), of=unit(), accepted=False)
        visitor = of_unit(asked)
        now(DONE)
        assert f"/unit/projects/{asked.pk}/accept/" not in text(visitor.get(f"/unit/projects/{asked.pk}/"))
        answer = click(visitor, f"/unit/projects/{asked.pk}/accept/")
        assert (answer.status_code, codes(answer)) == (422, ["answer_by"])

    def test_a_project_with_a_contract_leads_to_it(self):
        contract = draft(applicant=enterprise(), of=unit())
        answer = of_unit(contract).get(f"/unit/projects/{contract.project_id}/contract/")
        assert answer.headers["Location"] == f"/service-contracts/{contract.pk}/"


class TestContracts:
    def test_a_refused_registration_lists_every_reason_and_writes_nothing(self, now):
        claimed = coupon(of=enterprise(), amount="50000.00")
        contract = draft(
            applicant=claimed.applicant,
            of=unit(),
            amount=Decimal("99999.99"),
            end_on=date(2027, 5, 20),
            statutory_testing=True,
            municipal_funding=True,
        )
        offer(contract, claimed)
        visitor = of_unit(contract)
        now(DONE)
        answer = click(visitor, f"/service-contracts/{contract.pk}/register/", coupons=[claimed.pk])
        wanted = ["statutory_testing", "municipal_funding", "register_by", "valid_until", "contract_share"]
        assert (answer.status_code, codes(answer)) == (422, wanted)
        assert (ServiceContract.objects.get().state, Coupon.objects.get().state) == ("draft", "claimed")

    def test_a_second_click_on_register_leads_to_the_contract(self):
        claimed = coupon(of=enterprise(), amount="50000.00")
        contract = draft(applicant=claimed.applicant, of=unit())
        offer(contract, claimed)
        visitor, path = of_unit(contract), f"/service-contracts/{contract.pk}/register/"
        key = visitor.key_of(path)
        answers = [visitor.post(path, key=key, coupons=[claimed.pk]) for _ in range(2)]
        assert [answer.headers.get("Location") for answer in answers] == [f"/service-contracts/{contract.pk}/"] * 2
        assert ServiceContract.objects.get().coupon_total == Decimal("50000.00")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("amount", "NaN"),
            ("amount", "1.001"),
            ("amount", "1e20"),
            ("end_on", "2026-02-30"),
            ("end_on", "9999-12-31"),
            ("category", "gold"),
            ("reference", "x" * 61),
            ("title", "a\x00b"),
        ],
    )
    def test_bad_terms_are_shown_at_their_field_and_write_nothing(self, field, value):
        asked = project(applicant=enterprise(), of=unit())
        answer = click(of_unit(asked), f"/unit/projects/{asked.pk}/contract/", **{**TERMS, field: value})
        assert (answer.status_code, f'href="#id_{field}"' in text(answer)) == (422, True)
        assert ServiceContract.objects.count() == 0

    def test_dates_in_the_wrong_order_are_refused_by_the_rules(self):
        asked = project(applicant=enterprise(), of=unit())
        answer = click(of_unit(asked), f"/unit/projects/{asked.pk}/contract/", **{**TERMS, "end_on": "2026-03-01"})
        assert (answer.status_code, codes(answer)) == (422, ["contract_dates"])

    def test_a_draft_changed_by_somebody_else_meanwhile_is_not_overwritten(self):
        contract = draft(applicant=enterprise(), of=unit())
        answer = of_unit(contract).post(f"/service-contracts/{contract.pk}/update/", version="7", **TERMS)
        assert (answer.status_code, codes(answer)) == (422, ["stale_version"])

    def test_termination_says_before_what_it_will_do(self):
        contract = registered(coupon(amount="50000.00"))
        visitor = of_unit(contract)
        assert "¥50,000.00 全部退回" in text(visitor.get(f"/service-contracts/{contract.pk}/terminate/"))
        work(contract, amount=Decimal("1000.00"))
        assert "须按期就已完成的服务申请兑现" in text(visitor.get(f"/service-contracts/{contract.pk}/terminate/"))

    def test_termination_with_nothing_done_gives_the_coupons_back(self):
        contract = registered(coupon(amount="50000.00"))
        click(of_unit(contract), f"/service-contracts/{contract.pk}/terminate/", reason="设备损坏")
        assert (ServiceContract.objects.get().state, Coupon.objects.get().state) == ("closed", "returned")

    def test_an_amendment_beyond_the_share_is_refused(self):
        contract = registered(coupon(amount="50000.00"), amount=Decimal("100000.00"))
        fields = {"amount": "99999.99", "end_on": "2026-05-20", "reason": "缩减"}
        answer = click(of_unit(contract), f"/service-contracts/{contract.pk}/amend/", **fields)
        assert (answer.status_code, codes(answer)) == (422, ["contract_share"])
        assert ServiceContract.objects.get().amount == Decimal("100000.00")

    def test_only_what_the_state_allows_is_offered(self):
        contract = draft(applicant=enterprise(), of=unit())
        page = text(of_unit(contract).get(f"/service-contracts/{contract.pk}/"))
        offered = [
            f"/service-contracts/{contract.pk}/{step}/" in page for step in ("update", "drop", "amend", "complete")
        ]
        assert offered == [True, True, False, False]

    def test_an_illegal_step_names_the_state_in_its_word(self):
        contract = draft(applicant=enterprise(), of=unit())
        answer = click(of_unit(contract), f"/service-contracts/{contract.pk}/complete/")
        assert (answer.status_code, codes(answer)) == (422, ["illegal_state"])
        assert "当前状态（草稿）" in text(answer)

    def test_a_contract_without_a_registered_coupon_is_not_offered_for_redemption(self):
        contract = registered(coupon())
        visitor, path = of_unit(contract), f"/service-contracts/{contract.pk}/"
        assert f"{path}redeem/" in text(visitor.get(path))
        terminate_contract(contract_id=contract.pk, unit_id=contract.unit_id, reason="取消", actor_id=1, at=MONDAY)
        assert f"{path}redeem/" not in text(visitor.get(path))


class TestServiceRecords:
    def test_a_record_is_put_right_and_taken_back(self):
        contract = registered(coupon())
        record = work(contract, amount=Decimal("1000.00"))
        visitor = of_unit(contract)
        fields = {"done_on": "2026-03-02", "hours": "2.5", "amount": "900", "description": "更正"}
        click(visitor, f"/service-records/{record.pk}/correct/", service=service(contract.unit).pk, **fields)
        assert (ServiceRecord.objects.get().hours, ServiceRecord.objects.get().description) == (Decimal("2.50"), "更正")
        path = f"/service-records/{record.pk}/remove/"
        key = visitor.key_of(path)
        assert [visitor.post(path, key=key).status_code for _ in range(2)] == [303, 303]
        assert ServiceRecord.objects.count() == 0

    def test_a_day_outside_the_contract_is_refused(self):
        contract = registered(coupon())
        fields = {"done_on": "2026-03-01", "hours": "1", "amount": "1", "description": "早"}
        answer = click(of_unit(contract), f"/service-contracts/{contract.pk}/records/add/", **fields)
        assert (answer.status_code, codes(answer)) == (422, ["record_day"])
        assert ServiceRecord.objects.count() == 0

    def test_another_units_service_is_none_of_the_choices(self):
        contract = registered(coupon())
        fields = {"done_on": "2026-03-02", "hours": "1", "amount": "1", "description": "x"}
        path = f"/service-contracts/{contract.pk}/records/add/"
        answer = click(of_unit(contract), path, service=service(unit()).pk, **fields)
        assert (answer.status_code, ServiceRecord.objects.count()) == (422, 0)


class TestInvoices:
    @pytest.fixture(autouse=True)
    def done(self, now):
        now(DONE)

    def test_rows_come_and_go_without_a_script_and_nothing_is_kept(self):
        row = redemptions.draft()
        visitor, path = of_unit(row), f"/redemptions/{row.pk}/invoices/"
        more = visitor.post(path, add="1", **ROW)
        assert (more.status_code, "row-1-number" in text(more), "26110000000000000042" in text(more)) == (
            200,
            True,
            True,
        )
        less = visitor.post(path, remove="0", **ROW)
        assert ("26110000000000000042" in text(less), Invoice.objects.count()) == (False, 0)

    def test_a_row_half_filled_in_is_shown_at_its_fields(self):
        row = redemptions.draft()
        answer = of_unit(row).post(f"/redemptions/{row.pk}/invoices/", **ROW)
        assert (answer.status_code, "id_row-0-amount_error" in text(answer)) == (422, True)
        assert Invoice.objects.count() == 0

    def test_every_reason_against_every_invoice_is_listed(self):
        row = redemptions.draft()
        wrong = {
            **ROW,
            "row-0-number": "123",
            "row-0-issued_on": "2026-05-22",
            "row-0-amount": "-5",
            "row-0-buyer_name": "他人",
            "row-0-buyer_uscc": "9",
            "row-0-seller_uscc": "8",
        }
        answer = of_unit(row).post(f"/redemptions/{row.pk}/invoices/", **wrong)
        wanted = ["invoice_number", "invoice_date", "invoice_seller", "invoice_buyer", "invoice_red_letter"]
        assert (answer.status_code, codes(answer)) == (422, wanted)
        assert Invoice.objects.count() == 0

    @pytest.mark.parametrize("total", ["", "x", "-1", "99999999", "٣"])
    def test_a_count_of_rows_that_is_none_breaks_nothing(self, total):
        row = redemptions.draft()
        visitor, path = of_unit(row), f"/redemptions/{row.pk}/invoices/"
        sent = {**ROW, "row-TOTAL_FORMS": total}
        answers = [
            visitor.post(path, **sent),
            visitor.post(path, add="1", **sent),
            visitor.post(path, remove="x", **sent),
        ]
        assert [answer.status_code < 500 for answer in answers] == [True, True, True]


class TestFiles:
    @pytest.fixture(autouse=True)
    def done(self, now):
        now(DONE)

    @pytest.mark.parametrize(
        ("name", "data", "code"),
        [
            ("a.exe", b"MZ", "file_extension"),
            ("a.pdf", b"not a pdf", "file_content"),
            ("a.pdf", b"", "file_empty"),
            ("a.exe.pdf", files.pdf("x"), "file_name"),
        ],
    )
    def test_a_file_of_the_wrong_kind_is_refused_and_not_kept(self, name, data, code):
        row = redemptions.draft()
        path = f"/redemptions/{row.pk}/files/add/"
        answer = of_unit(row).post(path, kind="contract", file=files.upload(name, data))
        assert (answer.status_code, codes(answer)) == (422, [code])
        assert Attachment.objects.count() == 0

    def test_a_missing_file_is_shown_at_its_field(self):
        row = redemptions.draft()
        answer = of_unit(row).post(f"/redemptions/{row.pk}/files/add/", kind="contract")
        assert (answer.status_code, "id_file_error" in text(answer)) == (422, True)

    def test_a_second_click_keeps_one_file(self):
        row = redemptions.draft()
        visitor, path, data = of_unit(row), f"/redemptions/{row.pk}/files/add/", files.pdf("x")
        key = visitor.key_of(path)
        for _ in range(2):
            assert visitor.post(path, key=key, kind="contract", file=files.upload("a.pdf", data)).status_code == 303
        assert Attachment.objects.count() == 1

    def test_a_file_is_taken_back_after_a_page_that_says_so(self):
        row = redemptions.draft()
        redemptions.bring(row, "contract")
        path = f"/redemptions/{row.pk}/files/{Attachment.objects.get().pk}/remove/"
        visitor = of_unit(row)
        assert "contract.pdf" in text(visitor.get(path))
        assert (click(visitor, path).status_code, Attachment.objects.count()) == (303, 0)


class TestRedemptions:
    @pytest.fixture(autouse=True)
    def done(self, now):
        now(DONE)

    def test_what_is_missing_is_named_in_words_and_nothing_moves(self):
        row = redemptions.draft(redemptions.contract(accepted=False))
        answer = click(of_unit(row), f"/redemptions/{row.pk}/submit/")
        assert (answer.status_code, codes(answer)) == (422, ["invoice_total", "evidence_missing"])
        assert "合同文本、发票、自付凭证、服务成果、申领单位在线确认成果" in text(answer)
        assert (Redemption.objects.get().state, Coupon.objects.get().state) == ("draft", "registered")

    def test_after_the_last_day_it_is_refused(self, now):
        row = redemptions.complete()
        now(redemptions.TOO_LATE)
        answer = click(of_unit(row), f"/redemptions/{row.pk}/submit/")
        assert (answer.status_code, codes(answer)) == (422, ["redeem_by"])

    def test_withdrawing_frees_coupons_and_invoices(self):
        row = redemptions.submitted()
        click(of_unit(row), f"/redemptions/{row.pk}/withdraw/", reason="金额有误", fault="unit")
        assert (Redemption.objects.get().state, Coupon.objects.get().state) == ("withdrawn", "registered")

    def test_a_recommendation_is_not_told_before_its_notice(self):
        row = batches.redemption("50000.00")
        batches.reviewing(row)
        batches.decide(row, "reduce", amount="30000.00")
        page = text(of_unit(row).get(f"/redemptions/{row.pk}/"))
        assert ("¥30,000.00" in page, "服务记录与发票不符" in page, "30,000.00" in page) == (False, False, False)

    def test_the_applicant_follows_it_without_its_evidence(self):
        row = redemptions.submitted()
        page = text(Visitor(acting(row.applicant, "applicant_operator")).get(f"/redemptions/{row.pk}/"))
        assert ("待形式审查" in page, "contract.pdf" in page, "核对表" in page) == (True, False, False)

    def test_the_list_is_filtered_and_exported_as_filtered(self):
        row = redemptions.submitted()
        redemptions.draft(redemptions.contract(of=row.unit))
        visitor = of_unit(row)
        assert re.findall(r"/redemptions/(\d+)/", text(visitor.get("/redemptions/", state="submitted"))) == [
            str(row.pk)
        ]
        answer = visitor.get("/redemptions/", state="submitted", format="xlsx")
        sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
        assert [int(line[0]) for line in sheet.to_python()[1:]] == [row.pk]


class TestWhoMay:
    @pytest.mark.parametrize(
        "path",
        [
            "/service-contracts/{contract}/",
            "/service-contracts/{contract}/amend/",
            "/service-contracts/{contract}/terminate/",
            "/service-contracts/{contract}/records/add/",
            "/redemptions/{redemption}/",
            "/redemptions/{redemption}/amounts/",
            "/redemptions/{redemption}/invoices/",
            "/redemptions/{redemption}/files/add/",
            "/redemptions/{redemption}/submit/",
            "/redemptions/{redemption}/withdraw/",
            "/unit/projects/{project}/",
            "/unit/projects/{project}/accept/",
        ],
    )
    def test_another_units_things_are_not_found_like_absent_ones(self, path):
        row = redemptions.draft()
        ids = {"contract": row.contract_id, "redemption": row.pk, "project": row.contract.project_id}
        stranger = of_unit(unit())
        wanted = [path.format(**ids), path.format(**dict.fromkeys(ids, 2**40))]
        assert [stranger.get(each).status_code for each in wanted] == [404, 404]
        assert [stranger.post(each).status_code for each in wanted] in ([404, 404], [405, 405])
        assert Redemption.objects.get().state == "draft"

    def test_another_units_file_is_not_found(self, now):
        now(DONE)
        row = redemptions.draft()
        redemptions.bring(row, "contract")
        path = f"/files/{Attachment.objects.get().pk}/"
        own = of_unit(row).get(path)
        assert (own.status_code, own.headers["Content-Disposition"]) == (200, 'attachment; filename="contract.pdf"')
        assert of_unit(unit()).get(path).status_code == 404

    @pytest.mark.parametrize(
        "path", ["/unit/projects/1/accept/", "/service-contracts/1/register/", "/redemptions/1/submit/"]
    )
    def test_an_applicant_may_not_act_as_a_unit(self, path):
        visitor = Visitor(acting(enterprise(), "applicant_manager"))
        assert [visitor.get(path).status_code, visitor.post(path).status_code] == [403, 403]

    @pytest.mark.parametrize(
        "path", ["/unit/projects/", "/service-contracts/", "/service-records/", "/redemptions/", "/payments/"]
    )
    def test_an_empty_list_says_what_to_do_next(self, path):
        page = text(of_unit(unit()).get(path))
        assert 'class="empty-hint"' in page


class TestQueries:
    @pytest.mark.parametrize("path", ["/dashboard/", "/service-contracts/", "/redemptions/", "/unit/projects/"])
    def test_a_list_asks_as_often_for_many_rows_as_for_few(self, path):
        lab, release = unit(), round_()
        visitor = of_unit(lab)
        counts = []
        for more in (2, 3):
            for _ in range(more):
                redemptions.draft(redemptions.contract("1000.00", of=lab, in_round=release))
                project(applicant=enterprise(), of=lab, accepted=False)
            visitor.get(path)
            with CaptureQueriesContext(connection) as found:
                visitor.get(path)
            counts.append(len(found))
        assert counts[0] == counts[1]
