"""Staff pages: checks, batches, notices, objections, payments, rounds, policies, parties, jobs, events."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Takeover, User
from accounts.services.takeovers import request_takeover
from applicants.models import TeamMember
from core.models import Event
from core.values.actors import Actor
from oversight.models import Notice, Objection
from payments.models import Payment, PaymentOrder
from redemptions.models import Redemption, RedemptionBatch
from tests import files
from tests.factories import batches, manual_answers, parties, payee_accounts, redemptions
from tests.factories.api import Caller
from tests.factories.batches import LAST_SECOND, OVER
from tests.factories.contracts import MONDAY, acting, staff, unit
from tests.factories.pages import Visitor, click, codes, of, text
from tests.factories.rounds import round_

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


class TestABatchByClicking:
    def test_from_the_collection_to_the_payment(self, now):
        release = round_()
        whole, cut = batches.redemption("50000.00", in_round=release), batches.redemption("40000.00", in_round=release)
        officer, deputy, approver = of("case_officer"), of("deputy_officer"), of("approver")
        finance = of("finance")

        collect = click(officer, "/batches/create/", title="2026年第一批").headers["Location"]
        click(officer, collect, redemptions=[whole.pk, cut.pk])
        batch = RedemptionBatch.objects.get()
        url = f"/batches/{batch.pk}/"
        click(officer, f"{url}review/")
        click(officer, f"{url}items/{whole.pk}/decide/", decision="approve")
        reduced = {"decision": "reduce", "amount": "30000.00", "reason": "部分发票不符", "fault": "unit"}
        click(officer, f"{url}items/{cut.pk}/decide/", **reduced)
        click(officer, f"{url}summarise/")
        click(deputy, f"{url}clear/")
        click(officer, f"{url}publish/")
        notice = Notice.objects.get()
        assert "¥80,000.00" in text(officer.get(url)) and "2026年3月9日" in text(
            officer.get(f"/publicity/{notice.pk}/")
        )

        now(OVER)
        click(approver, f"{url}approve/")
        payment = Payment.objects.get()
        assert (payment.amount, payment.state) == (Decimal("50000.00"), "pending")
        payee_accounts.ready(payment.payee_id)
        order = click(finance, "/orders/prepare/", payments=[payment.pk]).headers["Location"]
        click(approver, f"{order}approve/")
        click(finance, f"{order}export/", format="xlsx")
        entered = manual_answers.entered(payment, at=OVER)
        click(finance, f"/manual-answers/{entered.pk}/confirm/")

        states = dict(Redemption.objects.values_list("pk", "state"))
        assert (states[whole.pk], states[cut.pk]) == ("paid", "decided")
        assert PaymentOrder.objects.get().state == "reconciled"
        lab = Visitor(acting(whole.unit.party, "unit_operator"))
        assert "¥50,000.00" in text(lab.get(f"/payments/{payment.pk}/"))
        assert "核减" in text(Visitor(acting(cut.unit.party, "unit_operator")).get(f"/redemptions/{cut.pk}/"))


class TestFormalChecks:
    @pytest.fixture(autouse=True)
    def done(self, now):
        now(redemptions.DONE)

    def test_the_check_sheet_stands_beside_the_decision(self):
        row = redemptions.submitted()
        page = text(of("case_officer").get(f"/redemptions/{row.pk}/accept/"))
        assert page.count('class="check-line') == 12 and "材料齐全" in page
        assert f"兑现申请 {row.number}（" in page

    def test_accepting_needs_the_version_that_was_looked_at(self):
        row = redemptions.submitted()
        officer, path = of("case_officer"), f"/redemptions/{row.pk}/accept/"
        answer = officer.post(path, version=row.version - 1)
        assert (answer.status_code, codes(answer)) == (422, ["stale_version"])
        assert click(officer, path).status_code == 303
        assert Redemption.objects.get().state == "accepted"

    def test_returning_says_why_and_whose_fault(self):
        row = redemptions.submitted()
        officer, path = of("deputy_officer"), f"/redemptions/{row.pk}/return/"
        assert click(officer, path, reason="发票不清晰").status_code == 422
        click(officer, path, reason="发票不清晰", fault="unit")
        found = Redemption.objects.get()
        assert (found.state, found.return_reason, found.fault) == ("returned", "发票不清晰", "unit")

    @pytest.mark.parametrize("role", ["approver", "finance", "auditor"])
    def test_others_may_look_and_not_check(self, role):
        row = redemptions.submitted()
        visitor = of(role)
        page = text(visitor.get(f"/redemptions/{row.pk}/"))
        assert ("核对表" in page, "/accept/" in page) == (True, False)
        assert visitor.get(f"/redemptions/{row.pk}/accept/").status_code == 403

    def test_a_denied_page_is_audited(self):
        row = redemptions.submitted()
        assert of("finance").post(f"/redemptions/{row.pk}/accept/").status_code == 403
        assert Event.objects.filter(type="access.denied").count() == 1


class TestBatches:
    def test_who_summed_up_cannot_clear(self):
        batch = batches.summarised(batches.redemption("50000.00"))
        preparer = Actor(
            user_id=batch.prepared_by_id,
            party_id=parties.authority().pk,
            party_name="",
            roles=frozenset({"case_officer"}),
        )
        answer = click(Visitor(preparer), f"/batches/{batch.pk}/clear/")
        assert (answer.status_code, codes(answer)) == (422, ["same_person"])
        assert "须由另一人办理" in text(answer)
        assert RedemptionBatch.objects.get().state == "summarised"

    def test_who_summed_up_is_not_offered_to_clear_and_another_officer_is(self):
        batch = batches.summarised(batches.redemption("50000.00"))
        path, own = f"/batches/{batch.pk}/", User.objects.get(pk=batch.summarised_by_id)
        preparer = Visitor(acting(parties.authority(), "approver", person=own))
        offered = [f"{path}clear/" in text(who.get(path)) for who in (preparer, of("case_officer"))]
        assert offered == [False, True]

    def test_who_cleared_is_not_offered_to_approve_and_another_person_is(self, now):
        batch = batches.publicised(batches.redemption("50000.00"))
        path, own = f"/batches/{batch.pk}/", User.objects.get(pk=batch.cleared_by_id)
        clearer = Visitor(acting(parties.authority(), "approver", person=own))
        now(batches.OVER)
        offered = [f"{path}approve/" in text(who.get(path)) for who in (clearer, of("approver"))]
        assert offered == [False, True]

    def test_a_running_notice_offers_no_approval_and_refuses_one(self, now):
        batch = batches.publicised(batches.redemption("50000.00"))
        approver = of("approver")
        now(LAST_SECOND)
        assert f"/batches/{batch.pk}/approve/" not in text(approver.get(f"/batches/{batch.pk}/"))
        answer = click(approver, f"/batches/{batch.pk}/approve/")
        assert (answer.status_code, codes(answer)) == (422, ["notice_running"])
        assert (Redemption.objects.get().state, Payment.objects.count()) == ("publicised", 0)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"decision": "reduce", "amount": "1.00", "reason": "x"}, "fault"),
            ({"decision": "reduce", "reason": "x", "fault": "unit"}, "amount"),
            ({"decision": "reject", "fault": "unit"}, "reason"),
            ({"decision": "gift"}, "decision"),
            ({"decision": "reduce", "amount": "NaN", "reason": "x", "fault": "unit"}, "amount"),
        ],
    )
    def test_an_incomplete_recommendation_is_shown_at_its_field(self, fields, field):
        row = batches.redemption("50000.00")
        batch = batches.reviewing(row)
        answer = click(of("case_officer"), f"/batches/{batch.pk}/items/{row.pk}/decide/", **fields)
        assert (answer.status_code, f"id_{field}" in text(answer).split("form-row")[0]) == (422, True)
        assert Redemption.objects.get().decision == ""

    def test_a_reduction_to_the_whole_is_refused_with_its_limit(self):
        row = batches.redemption("50000.00")
        batch = batches.reviewing(row)
        fields = {"decision": "reduce", "amount": "50000.00", "reason": "x", "fault": "unit"}
        answer = click(of("case_officer"), f"/batches/{batch.pk}/items/{row.pk}/decide/", **fields)
        assert (answer.status_code, codes(answer), "50,000.00" in text(answer)) == (422, ["reduced_amount"], True)

    def test_a_redemption_of_another_batch_is_not_decided_here(self):
        row = batches.redemption("50000.00")
        batches.reviewing(row)
        other = batches.reviewing(batches.redemption("10000.00"))
        assert of("case_officer").get(f"/batches/{other.pk}/items/{row.pk}/decide/").status_code == 404

    def test_collecting_what_is_not_accepted_is_refused(self, now):
        now(redemptions.DONE)
        row = redemptions.submitted()
        officer = of("case_officer")
        collect = click(officer, "/batches/create/", title="第一批").headers["Location"]
        answer = officer.post(collect, redemptions=[row.pk])
        assert (answer.status_code, codes(answer)) == (422, ["redemption_not_collectable"])
        assert "待形式审查" in text(answer)

    @pytest.mark.parametrize("value", ["", "x", "-1", str(2**63), "1 OR 1=1"])
    def test_a_choice_that_is_no_id_breaks_nothing(self, value):
        batch = batches.reviewing(batches.redemption("50000.00"))
        answer = of("case_officer").post(f"/batches/{batch.pk}/collect/", redemptions=[value])
        assert answer.status_code == 422

    def test_a_refused_batch_goes_back_with_its_reason(self):
        batch = batches.publicised(batches.redemption("50000.00"))
        click(of("approver"), f"/batches/{batch.pk}/refuse/", reason="材料需补充")
        found = RedemptionBatch.objects.get()
        assert (found.state, found.sent_back_reason) == ("summarised", "材料需补充")
        assert "材料需补充" in text(of("case_officer").get(f"/batches/{batch.pk}/"))

    def test_a_unit_sees_no_batch(self):
        batch = batches.reviewing(batches.redemption("50000.00"))
        assert Visitor(acting(unit().party, "unit_manager")).get(f"/batches/{batch.pk}/").status_code == 403


class TestObjections:
    def object(self, row, **changes):
        item = batches.item_of(row)
        fields = {"item": item.pk, "objector": "王小明", "contact": "13800000000", "text": "不符", **changes}
        return Visitor().post(f"/publicity/{item.notice_id}/object/", **fields)

    def test_anybody_objects_and_staff_decide(self, now):
        row = batches.redemption("50000.00")
        batch = batches.publicised(row)
        assert self.object(row).status_code == 303
        filed = Objection.objects.get()
        click(of("case_officer"), f"/objections/{filed.pk}/investigate/", findings="已核查")
        click(of("approver"), f"/objections/{filed.pk}/decide/", outcome="dismissed", reason="证据充分")
        now(OVER)
        click(of("approver"), f"/batches/{batch.pk}/approve/")
        assert (Objection.objects.get().state, Redemption.objects.get().state) == ("dismissed", "final")

    def test_an_open_objection_stops_the_approval(self, now):
        row = batches.redemption("50000.00")
        batch = batches.publicised(row)
        batches.objection(row)
        now(OVER)
        approver = of("approver")
        assert "有异议" in text(approver.get(f"/batches/{batch.pk}/"))
        answer = click(approver, f"/batches/{batch.pk}/approve/")
        assert (answer.status_code, codes(answer)) == (422, ["batch_objected"])

    def test_after_the_notice_it_is_refused_and_not_offered(self, now):
        row = batches.redemption("50000.00")
        batches.publicised(row)
        now(OVER)
        answer = self.object(row)
        assert (answer.status_code, codes(answer), Objection.objects.count()) == (422, ["notice_over"], 0)
        assert "/object/" not in text(Visitor().get(f"/publicity/{Notice.objects.get().pk}/"))

    def test_an_item_of_another_notice_is_none_of_the_choices(self):
        row, other = batches.redemption("50000.00"), batches.redemption("10000.00")
        batches.publicised(row)
        batches.publicised(other)
        answer = self.object(row, item=batches.item_of(other).pk)
        assert (answer.status_code, Objection.objects.count()) == (422, 0)

    def test_a_second_click_files_one(self):
        row = batches.redemption("50000.00")
        batches.publicised(row)
        path = f"/publicity/{batches.item_of(row).notice_id}/object/"
        visitor = Visitor()
        key = visitor.key_of(path)
        fields = {"item": batches.item_of(row).pk, "objector": "王", "contact": "1", "text": "x"}
        assert [visitor.post(path, key=key, **fields).status_code for _ in range(2)] == [303, 303]
        assert Objection.objects.count() == 1

    def test_the_contact_is_shown_once_for_a_reason_that_is_audited(self):
        row = batches.redemption("50000.00")
        batches.publicised(row)
        filed = batches.objection(row)
        officer, path = of("case_officer"), f"/objections/{filed.pk}/"
        assert "13800000000" not in text(officer.get(path))
        answer = officer.post(f"{path}contact/", reason="电话核实")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert "13800000000" in text(answer)
        assert "13800000000" not in str(dict(officer.client.session)) + str(officer.client.cookies)
        assert "13800000000" not in text(officer.get(path))
        assert Event.objects.filter(type="objection.contact_revealed", data__reason="电话核实").count() == 1


class TestTakeovers:
    def test_an_officer_approves_one_of_the_requests_for_a_party(self, now):
        now(MONDAY)
        firm = parties.enterprise(name="示例接管公司")
        claimants = [parties.nobody_yet() for _ in range(2)]
        rows = [
            request_takeover(uscc=firm.party.uscc, role="applicant_manager", reason="失联", actor=each, at=MONDAY)
            for each in claimants
        ]
        officer = of("case_officer")
        assert text(officer.get("/takeovers/")).count("示例接管公司") >= 2
        click(officer, f"/takeovers/{rows[1].pk}/approve/", reason="授权书已核")
        assert list(Takeover.objects.order_by("pk").values_list("state", flat=True)) == ["ended", "approved"]
        assert of("finance").get(f"/takeovers/{rows[0].pk}/refuse/").status_code == 403


class TestPayments:
    def test_who_prepared_an_order_cannot_approve_it(self, now):
        now(OVER)
        payment = batches.payable("50000.00")
        both = staff("finance")
        acting(parties.authority(), "approver", person=User.objects.get(pk=both.user_id))
        visitor = Visitor(both)
        order = click(visitor, "/orders/prepare/", payments=[payment.pk]).headers["Location"]
        assert f"拨款单 {PaymentOrder.objects.get().number} 共" in text(visitor.get(f"{order}approve/"))
        answer = click(visitor, f"{order}approve/")
        assert (answer.status_code, codes(answer)) == (422, ["same_person"])
        assert PaymentOrder.objects.get().state == "prepared"

    def test_a_payment_before_its_window_is_not_offered_and_refused(self, now):
        payment = batches.payable("50000.00")
        now(OVER - timedelta(days=30))
        finance = of("finance")
        assert "没有可以拨付的款项" in text(finance.get("/orders/prepare/"))
        answer = finance.post("/orders/prepare/", payments=[payment.pk])
        assert (answer.status_code, codes(answer), PaymentOrder.objects.count()) == (422, ["payment_window"], 0)

    @pytest.mark.parametrize("value", ["", "x", str(2**63), "999999"])
    def test_a_payment_that_is_none_is_refused(self, value):
        answer = of("finance").post("/orders/prepare/", payments=[value])
        assert answer.status_code in (404, 422) and PaymentOrder.objects.count() == 0

    def test_a_failed_payment_waits_for_another_order(self, now):
        now(OVER)
        payment = batches.payable("50000.00")
        batches.sent(payment)
        finance, second = of("finance"), of("finance")
        paper = files.upload("回单.pdf", files.pdf("银行回单"))
        values = {"outcome": "failed", "said_on": "2026-03-10", "reason": "账号有误", "file": paper}
        page = click(finance, f"/payments/{payment.pk}/answer/", **values).headers["Location"]
        assert "须由另一名财务人员复核" in text(finance.get(page))
        click(second, f"{page}confirm/", version="1")
        assert "账号有误" in text(finance.get(f"/payments/{payment.pk}/"))
        click(finance, f"/payments/{payment.pk}/retry/")
        assert Payment.objects.get().state == "pending"

    def test_another_payees_payment_is_not_found(self, now):
        now(OVER)
        payment = batches.payable("50000.00")
        stranger = Visitor(acting(unit().party, "unit_manager"))
        assert stranger.get(f"/payments/{payment.pk}/").status_code == 404
        assert "还没有拨付款项" in text(stranger.get("/payments/"))


class TestAddedMembers:
    """Members that a verified team has added, as an officer decides on them."""

    def test_an_officer_sees_the_other_team_and_confirms_or_refuses(self):
        taken, mine = parties.people(1), parties.people(3)
        other, row = parties.team(name="乙团队", members=taken), parties.team(name="甲团队", members=mine)
        parties.update_members(row, [*mine, *parties.people(1), *taken])
        free, held = TeamMember.objects.filter(team=row, bound=False).order_by("pk")
        officer = of("case_officer")
        page = text(officer.get("/team-members/"))
        assert (page.count("甲团队") >= 2, "乙团队" in page, other.party.name) == (True, True, "乙团队")
        assert codes(click(officer, f"/team-members/{held.pk}/confirm/")) == ["team_member_taken"]
        click(officer, f"/team-members/{free.pk}/confirm/")
        click(officer, f"/team-members/{held.pk}/refuse/", reason="与登记信息不符")
        rows = TeamMember.objects.filter(pk__in=[free.pk, held.pk]).order_by("pk")
        assert list(rows.values_list("live", "bound")) == [(True, True), (False, False)]
        assert "没有待确认的成员" in text(officer.get("/team-members/"))

    def test_others_see_none_of_it(self):
        firm = parties.manager(parties.team())
        assert [Visitor(firm).get("/team-members/").status_code, of("auditor").get("/team-members/").status_code] == [
            403,
            200,
        ]
        assert Caller(firm).get("team-members/").status_code == 403
