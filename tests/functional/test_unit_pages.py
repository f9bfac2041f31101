"""An open unit's pages in a browser without scripts: projects, contracts, records, redemptions, payments."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Attachment
from core.templatetags.formatting import day
from matching.models import Project
from redemptions.models import Redemption
from tests.factories import redemptions
from tests.factories.contracts import (
    MONDAY,
    acting,
    draft,
    offer,
    offer_unchecked,
    project,
    registered,
    service,
    unit,
    work,
)
from tests.factories.pages import CONTRACT_FORM, Visitor, click, codes, of_unit, text
from tests.factories.redemptions import DONE
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import Coupon, ServiceContract, ServiceRecord
from vouchers.services.terminations import terminate_contract

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


class TestProjects:
    def test_the_history_of_a_request_writes_days_in_words(self):
        asked = project(applicant=enterprise(), of=unit(), accepted=False)
        page = text(of_unit(asked).get(f"/unit/projects/{asked.pk}/"))
        assert (f"，{day(asked.answer_by)} 前答复" in page, f"{asked.answer_by:%Y-%m-%d} 前" in page) == (True, False)

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
        offer_unchecked(contract, claimed)
        visitor = of_unit(contract)
        now(DONE)
        answer = visitor.post(f"/service-contracts/{contract.pk}/register/", coupons=[claimed.pk])
        wanted = ["statutory_testing", "municipal_funding", "register_by", "valid_until", "contract_share"]
        assert (answer.status_code, codes(answer)) == (422, wanted)
        assert (ServiceContract.objects.get().state, Coupon.objects.get().state) == ("draft", "claimed")

    def test_the_offered_coupons_are_summed_beside_what_they_may_pay_at_most(self):
        firm = enterprise()
        coupons = [coupon(of=firm, amount="30000.00"), coupon(of=firm, amount="12000.00")]
        contract = draft(applicant=firm, of=unit(), amount=Decimal("90000.00"))
        offer(contract, *coupons)
        visitor, path = of_unit(contract), f"/service-contracts/{contract.pk}/register/"

        def summed(**chosen):
            found = text(visitor.get(path, **chosen)).partition('id="offer-sum"')[2].partition("</dl>")[0]
            return re.findall(r"¥([\d,.]+)", found)

        assert summed() == ["45,000.00", "42,000.00", "3,000.00", "48,000.00"]
        assert summed(chosen=1, coupons=coupons[1].pk) == ["45,000.00", "12,000.00", "33,000.00", "78,000.00"]

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
        answer = click(of_unit(asked), f"/unit/projects/{asked.pk}/contract/", **{**CONTRACT_FORM, field: value})
        assert (answer.status_code, f'href="#id_{field}"' in text(answer)) == (422, True)
        assert ServiceContract.objects.count() == 0

    def test_dates_in_the_wrong_order_are_refused_by_the_rules(self):
        asked = project(applicant=enterprise(), of=unit())
        answer = click(
            of_unit(asked), f"/unit/projects/{asked.pk}/contract/", **{**CONTRACT_FORM, "end_on": "2026-03-01"}
        )
        assert (answer.status_code, codes(answer)) == (422, ["contract_dates"])

    def test_a_draft_changed_by_somebody_else_meanwhile_is_not_overwritten(self):
        contract = draft(applicant=enterprise(), of=unit())
        answer = of_unit(contract).post(f"/service-contracts/{contract.pk}/update/", version="7", **CONTRACT_FORM)
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

    def test_the_published_price_times_the_hours_is_proposed(self):
        contract = registered(coupon())
        offered = service(contract.unit, price=Decimal("600.00"), price_unit="小时")
        by_piece = service(contract.unit, name="制样", price_unit="样")
        visitor, path = of_unit(contract), f"/service-contracts/{contract.pk}/records/add/"
        assert "2.50 小时为 ¥1,500.00" in text(visitor.get(path, service=offered.pk, hours="2.50"))
        assert "小时为" not in text(visitor.get(path, service=by_piece.pk, hours="2.50"))
        fields = {"service": offered.pk, "done_on": "2026-03-02", "hours": "2.50", "description": "力学测试"}
        click(visitor, path, amount="", **fields)
        click(visitor, path, amount="900", **fields)
        assert [each.amount for each in ServiceRecord.objects.order_by("pk")] == [Decimal(1500), Decimal(900)]

    def test_the_published_price_times_the_quantity_is_proposed(self):
        contract = registered(coupon())
        by_piece = service(contract.unit, name="制样", price=Decimal("120.00"), price_unit="样")
        visitor, path = of_unit(contract), f"/service-contracts/{contract.pk}/records/add/"
        assert "¥120.00/样 × 5 样为 ¥600.00" in text(visitor.get(path, service=by_piece.pk, quantity="5"))
        fields = {"service": by_piece.pk, "done_on": "2026-03-02", "hours": "0", "description": "制样五个"}
        click(visitor, path, amount="", quantity="5", **fields)
        row = ServiceRecord.objects.get()
        assert (row.amount, row.quantity) == (Decimal(600), Decimal(5))
        assert "数量 5.00 样" in text(visitor.get(f"/service-contracts/{contract.pk}/"))

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
