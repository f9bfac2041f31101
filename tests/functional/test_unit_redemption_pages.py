"""An open unit's pages of a redemption: by clicking, its invoices, its files."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from core.models import Attachment
from redemptions.models import Invoice, Redemption
from tests import files
from tests.factories import batches, redemptions
from tests.factories.contracts import acting, project, unit, work
from tests.factories.pages import CONTRACT_FORM, Visitor, click, codes, of_unit, text
from tests.factories.redemptions import DONE
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import Coupon, ServiceContract

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

ROW = {
    "row-TOTAL_FORMS": "1",
    "row-INITIAL_FORMS": "0",
    "row-0-number": "26110000000000000042",
    "row-0-code": "",
    "row-0-issued_on": "2026-05-20",
}


class TestARedemptionByClicking:
    def test_from_the_request_to_the_submission(self, now):
        lab, firm = unit(), enterprise()
        claimed = coupon(of=firm, in_round=round_(), amount="50000.00")
        asked = project(applicant=firm, of=lab, accepted=False)
        visitor, buyer = of_unit(lab), Visitor(acting(firm, "applicant_operator"))

        click(visitor, f"/unit/projects/{asked.pk}/accept/")
        contract_url = click(visitor, f"/unit/projects/{asked.pk}/contract/", **CONTRACT_FORM).headers["Location"]
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

    def test_a_returned_one_is_not_submitted_unchanged_and_unanswered(self, now):
        now(DONE)
        row = redemptions.returned()
        visitor, path = of_unit(row), f"/redemptions/{row.pk}/submit/"
        refused = click(visitor, path)
        assert (refused.status_code, codes(refused)) == (422, ["nothing_corrected"])
        assert "仍待处理：付款凭证不清晰" in text(refused)
        assert click(visitor, path, answer="凭证已由银行盖章").status_code == 303
        assert (redemptions.now(row).state, redemptions.now(row).correction_answer) == ("submitted", "凭证已由银行盖章")
        officer = Visitor(redemptions.officer())
        assert "凭证已由银行盖章" in text(officer.get(f"/redemptions/{row.pk}/"))

    def test_a_first_submission_is_asked_for_no_answer(self, now):
        now(DONE)
        row = redemptions.complete()
        assert 'name="answer"' not in text(of_unit(row).get(f"/redemptions/{row.pk}/submit/"))


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

    def test_the_first_invoice_proposes_the_actual_amount(self):
        row = redemptions.draft()
        visitor, path = of_unit(row), f"/redemptions/{row.pk}/invoices/"
        assert re.search(r'name="row-0-amount" value="100000.00"', text(visitor.get(path)))
        redemptions.enter(row, redemptions.invoice(row, amount=Decimal("60000.00")))
        assert re.search(r'name="row-0-amount" value="60000.00"', text(visitor.get(path)))

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

    def test_a_file_that_is_there_says_which_where_and_since_when(self):
        row = redemptions.draft()
        visitor, path = of_unit(row), f"/redemptions/{row.pk}/files/add/"
        data = files.pdf("同一份")
        click(visitor, path, kind="result", file=files.upload("报告.pdf", data))
        answer = click(visitor, path, kind="contract", file=files.upload("另名.pdf", data))
        assert (answer.status_code, codes(answer)) == (422, ["file_known"])
        assert re.search("2026年5月21日 09:00 以“报告.pdf”上传在“服务成果”一栏", text(answer))

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
        answer = of_unit(row).post(f"/redemptions/{row.pk}/submit/", version=row.version)
        assert (answer.status_code, codes(answer)) == (422, ["redeem_by"])

    def test_withdrawing_frees_coupons_and_invoices(self):
        row = redemptions.submitted()
        click(of_unit(row), f"/redemptions/{row.pk}/withdraw/", reason="金额有误", fault="unit")
        assert (Redemption.objects.get().state, Coupon.objects.get().state) == ("withdrawn", "registered")

    def test_an_ended_one_says_why_what_became_of_its_money_and_what_now(self):
        row = redemptions.submitted()
        assert "为什么终止" not in text(of_unit(row).get(f"/redemptions/{row.pk}/"))
        click(of_unit(row), f"/redemptions/{row.pk}/withdraw/", reason="金额有误", fault="unit")
        page = text(of_unit(row).get(f"/redemptions/{row.pk}/"))
        assert "开放单位撤回了申请" in page and "创新券仍登记在合同上" in page
        assert f'href="/service-contracts/{row.contract_id}/">看合同' in page

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
        assert [line[0] for line in sheet.to_python()[1:]] == [row.number]


def test_the_page_of_a_contract_names_its_redemption_by_its_number():
    row = redemptions.submitted()
    page = text(of_unit(row).get(f"/service-contracts/{row.contract_id}/"))
    assert f'<a href="/redemptions/{row.pk}/"><span class="nowrap">{row.number}</span></a>' in page


class TestRecordsThatChanged:
    """A draft over 100,000.00 as recorded, to whose contract a record of 20,000.00 was added since."""

    @pytest.fixture
    def drafted(self, now):
        now(DONE)
        row = redemptions.draft()
        more = {"amount": Decimal("20000.00"), "description": "补测三个样品", "done_on": date(2026, 4, 1)}
        work(row.contract, at=DONE, **more)
        return row, Visitor(acting(row.unit.party, "unit_operator"))

    def test_the_draft_shows_the_record_and_both_sums(self, drafted):
        row, visitor = drafted
        page = text(visitor.get(f"/redemptions/{row.pk}/"))
        assert ("实际发生金额与服务记录不一致" in page, "新增服务记录：补测三个样品 ¥20,000.00" in page) == (True, True)
        assert "填写的实际发生金额为 ¥100,000.00，服务记录合计 ¥120,000.00" in page

    def test_the_unit_is_warned_before_it_submits(self, drafted):
        row, visitor = drafted
        assert 'id="recorded-work"' in text(visitor.get(f"/redemptions/{row.pk}/submit/"))

    def test_one_button_takes_over_the_sum_and_recomputes(self, drafted):
        row, visitor = drafted
        answer = visitor.post(f"/redemptions/{row.pk}/adopt-records/", version=row.version)
        row.refresh_from_db()
        assert (answer.status_code, row.actual_amount, row.payable_limit) == (303, Decimal(120_000), Decimal(60_000))
        assert 'id="recorded-work"' not in text(visitor.get(f"/redemptions/{row.pk}/"))

    def test_a_change_that_was_not_seen_is_refused(self, drafted):
        row, visitor = drafted
        answer = visitor.post(f"/redemptions/{row.pk}/adopt-records/", version=row.version + 1)
        assert (answer.status_code, codes(answer)) == (422, ["stale_version"])
