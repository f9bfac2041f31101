"""The pages of staff: checks, batches, notices, objections, payments, rounds, policies, parties, jobs, events."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Party
from core.actors import Actor
from core.models import Event, JobRun
from oversight.models import Notice, Objection
from payments.models import Payment, PaymentOrder
from tests.factories import batches, parties, redemptions
from tests.factories.batches import LAST_SECOND, OVER
from tests.factories.contracts import MONDAY, acting, party, staff, unit
from tests.factories.pages import Visitor, codes
from tests.factories.rounds import coupon, enterprise, policy, round_
from vouchers.models import PolicyVersion, Redemption, RedemptionBatch, Round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The moment of a page: Monday 2 March 2026, 09:00 in Beijing, unless a test moves it."""
    moment = {"at": MONDAY}
    monkeypatch.setattr("core.clock.now", lambda: moment["at"])
    return lambda at: moment.update(at=at)


def of(role):
    return Visitor(staff(role))


def text(answer):
    return answer.content.decode()


def click(visitor, path, **fields):
    """Open the form of a page and send it with the key, version and fields the browser would send."""
    page = text(visitor.get(path))
    if found := re.search(r'name="version" value="(\d+)"', page):
        fields = {"version": found[1], **fields}
    return visitor.post(path, key=visitor.key_of(path), **fields)


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
        order = click(finance, "/orders/prepare/", payments=[payment.pk]).headers["Location"]
        click(approver, f"{order}approve/")
        click(finance, f"{order}export/")
        click(finance, f"/payments/{payment.pk}/confirm/")

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
            user_id=batch.prepared_by_id, party_id=staff_party().pk, party_name="", roles=frozenset({"case_officer"})
        )
        answer = click(Visitor(preparer), f"/batches/{batch.pk}/clear/")
        assert (answer.status_code, codes(answer)) == (422, ["same_person"])
        assert "须由另一人办理" in text(answer)
        assert RedemptionBatch.objects.get().state == "summarised"

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
        assert "13800000000" in text(officer.get(answer.headers["Location"]))
        assert "13800000000" not in text(officer.get(path))
        assert Event.objects.filter(type="objection.contact_revealed", data__reason="电话核实").count() == 1


class TestPayments:
    def test_who_prepared_an_order_cannot_approve_it(self, now):
        now(OVER)
        payment = batches.payable("50000.00")
        both = staff("finance")
        acting(staff_party(), "approver", person=person(both))
        visitor = Visitor(both)
        order = click(visitor, "/orders/prepare/", payments=[payment.pk]).headers["Location"]
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
        finance = of("finance")
        click(finance, f"/payments/{payment.pk}/fail/", reason="账号有误")
        assert "账号有误" in text(finance.get(f"/payments/{payment.pk}/"))
        click(finance, f"/payments/{payment.pk}/retry/")
        assert Payment.objects.get().state == "pending"

    def test_another_payees_payment_is_not_found(self, now):
        now(OVER)
        payment = batches.payable("50000.00")
        stranger = Visitor(acting(unit().party, "unit_manager"))
        assert stranger.get(f"/payments/{payment.pk}/").status_code == 404
        assert "还没有拨付款项" in text(stranger.get("/payments/"))


class TestRounds:
    FIELDS = {
        "name": "2026年第一期",
        "budget": "1000000.00",
        "opens_at": "2026-03-03T09:00",
        "closes_at": "2026-03-31T17:00",
    }

    def test_a_round_is_drafted_announced_and_its_budget_changed(self):
        officer = of("case_officer")
        url = click(officer, "/rounds/create/", policy_version=policy().pk, **self.FIELDS).headers["Location"]
        click(officer, f"{url}announce/")
        click(officer, f"{url}budget/", budget="1500000.00", reason="追加")
        made = Round.objects.get()
        assert (made.state, made.budget, made.opens_at.isoformat()) == (
            "announced",
            Decimal("1500000.00"),
            "2026-03-03T01:00:00+00:00",
        )

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("budget", "NaN"),
            ("budget", "1.001"),
            ("opens_at", "tomorrow"),
            ("closes_at", "9999-12-31T00:00"),
            ("name", ""),
        ],
    )
    def test_bad_values_are_shown_at_their_field(self, field, value):
        answer = click(
            of("case_officer"), "/rounds/create/", policy_version=policy().pk, **{**self.FIELDS, field: value}
        )
        assert (answer.status_code, f'href="#id_{field}"' in text(answer), Round.objects.count()) == (422, True, 0)

    def test_a_window_that_closes_first_is_refused(self):
        fields = {**self.FIELDS, "closes_at": "2026-03-03T09:00"}
        answer = click(of("case_officer"), "/rounds/create/", policy_version=policy().pk, **fields)
        assert (answer.status_code, codes(answer)) == (422, ["round_window"])

    def test_a_budget_below_what_is_in_use_is_refused_with_the_least(self):
        release = round_()
        coupon(in_round=release, amount="50000.00")
        answer = click(of("approver"), f"/rounds/{release.pk}/budget/", budget="49999.99", reason="x")
        assert (answer.status_code, codes(answer), "50,000.00" in text(answer)) == (422, ["budget_below_use"], True)
        assert Round.objects.get().budget == Decimal("1000000.00")

    def test_a_round_is_closed_early_with_the_reason(self):
        release = round_()
        click(of("case_officer"), f"/rounds/{release.pk}/close/", reason="政策调整")
        assert Round.objects.get().state == "closed"


class TestPolicies:
    def test_a_draft_is_read_in_words_and_approved_by_another(self):
        policy()
        draft = policy_draft()
        approver = of("approver")
        page = text(approver.get(f"/policies/{draft.pk}/"))
        assert "¥30,000.00" in page and "15 日，遇休息日顺延" in page
        click(approver, f"/policies/{draft.pk}/approve/")
        assert PolicyVersion.objects.get(pk=draft.pk).state == "in_force"

    def test_its_author_cannot_approve_it(self):
        author = staff("approver")
        draft = policy_draft(author.user_id)
        answer = click(Visitor(author), f"/policies/{draft.pk}/approve/")
        assert (answer.status_code, codes(answer)) == (422, ["same_person"])
        assert PolicyVersion.objects.get(pk=draft.pk).state == "draft"


class TestParties:
    def test_a_party_that_waits_is_found_verified_and_not_twice(self):
        waiting = party(state="registered")
        officer = of("case_officer")
        assert waiting.name in text(officer.get("/parties/", state="registered"))
        path = f"/parties/{waiting.pk}/verify/"
        key = officer.key_of(path)
        assert [officer.post(path, key=key).status_code for _ in range(2)] == [303, 303]
        assert Party.objects.get(pk=waiting.pk).state == "verified"
        again = click(officer, path)
        assert (again.status_code, codes(again), "当前状态（已核实）" in text(again)) == (422, ["illegal_state"], True)

    def test_an_officer_who_is_a_member_cannot_verify_his_own(self):
        officer = staff("case_officer")
        mine = parties.enterprise(verified=False).party
        acting(mine, "applicant_manager", person=person(officer))
        answer = click(Visitor(officer), f"/parties/{mine.pk}/verify/")
        assert (answer.status_code, codes(answer)) == (422, ["same_person"])

    def test_applicants_do_not_see_the_parties(self):
        assert Visitor(acting(enterprise(), "applicant_manager")).get("/parties/").status_code == 403


class TestJobsAndEvents:
    def test_a_job_is_run_and_a_failed_run_restarted(self):
        admin = of("system_admin")
        click(admin, "/jobs/expire_drafts/run/")
        run = JobRun.objects.get()
        JobRun.objects.update(state="failed", error="boom")
        assert "boom" in text(admin.get("/jobs/runs/", state="failed"))
        click(admin, f"/jobs/runs/{run.pk}/restart/")
        assert JobRun.objects.get().state == "queued"

    def test_a_job_that_is_none_is_not_found(self):
        assert of("system_admin").get("/jobs/nonsense/run/").status_code == 404

    def test_an_auditor_looks_and_runs_nothing(self):
        auditor = of("auditor")
        assert "立即执行" not in text(auditor.get("/jobs/"))
        assert auditor.get("/jobs/expire_drafts/run/").status_code == 403

    def test_an_auditor_finds_the_history_of_a_thing(self):
        held = coupon(amount="50000.00")
        page = text(of("auditor").get("/events/", subject_kind="coupon", subject_id=held.pk))
        assert "申领创新券 50,000.00 元" in page and page.count("coupon.claimed") == 1

    def test_others_find_only_what_concerns_their_party(self):
        coupon(amount="50000.00")
        page = text(Visitor(acting(enterprise(), "applicant_manager")).get("/events/"))
        assert "coupon.claimed" not in page

    @pytest.mark.parametrize("query", [{"subject_id": "x"}, {"since": "2026-99-01"}, {"party_id": str(2**63)}])
    def test_a_search_for_nonsense_breaks_nothing(self, query):
        assert of("auditor").get("/events/", **query).status_code == 200


class TestDashboard:
    def test_each_role_is_told_its_own_work(self, now):
        now(OVER)
        batches.publicised(batches.redemption("50000.00"))
        batches.summarised(batches.redemption("10000.00"))
        party(state="registered")
        told = {role: text(of(role).get("/dashboard/")) for role in ("case_officer", "approver", "finance")}
        work = ("核实主体", "审批公示期满的批次", "复核批次")
        assert [[f">{each}</a>" in told[role] for each in work] for role in told] == [
            [True, False, True],
            [False, True, True],
            [False, False, False],
        ]


class TestLists:
    PATHS = (
        "/redemptions/",
        "/batches/",
        "/objections/",
        "/payments/",
        "/orders/",
        "/rounds/",
        "/policies/",
        "/parties/",
    )

    @pytest.mark.parametrize(
        "path", ["/batches/", "/objections/", "/payments/", "/orders/", "/rounds/", "/redemptions/"]
    )
    def test_an_empty_list_says_what_to_do_next(self, path):
        assert 'class="empty-hint"' in text(of("case_officer").get(path))

    @pytest.mark.parametrize("path", PATHS)
    def test_keys_sorts_and_filters_that_are_none_break_nothing(self, path):
        visitor = of("case_officer")
        for query in ({"after": "x"}, {"before": "ZZZ"}, {"sort": "password"}, {"state": "gold"}, {"text": "a\x00b"}):
            assert visitor.get(path, **query).status_code == 200

    @pytest.mark.parametrize("path", ["/redemptions/", "/batches/", "/payments/", "/dashboard/", "/objections/"])
    def test_a_list_asks_as_often_for_many_rows_as_for_few(self, path):
        visitor, release, counts = of("case_officer"), round_(), []
        for more in (1, 2):
            for _ in range(more):
                row = batches.redemption("1000.00", in_round=release)
                other = batches.redemption("1000.00", in_round=release)
                batches.publicised(other)
                batches.objection(other)
                batches.approve(batches.publicised(row))
            visitor.get(path)
            with CaptureQueriesContext(connection) as found:
                visitor.get(path)
            counts.append(len(found))
        assert counts[0] == counts[1]

    def test_nothing_a_page_links_to_is_denied(self, now):
        now(OVER)
        row = batches.redemption("50000.00")
        batches.publicised(row)
        batches.objection(row)
        batches.payable("10000.00")
        for role in ("case_officer", "deputy_officer", "approver", "finance", "system_admin", "auditor"):
            assert denied(of(role), "/dashboard/") == []


def denied(visitor, start):
    """The pages that can be reached from a page by links, and answer anything but themselves or another page."""
    seen, queue, wrong = set(), [start], []
    while queue:
        path = queue.pop()
        if path in seen or not path.startswith("/") or path.startswith(("/static/", "/account/", "/api/")):
            continue
        seen.add(path)
        answer = visitor.client.get(path)
        if answer.status_code not in (200, 302):
            wrong.append((answer.status_code, path))
        elif "html" in answer.headers.get("Content-Type", ""):
            queue += [link for link in re.findall(r'href="([^"#?]+)"', text(answer)) if link.startswith("/")]
    return wrong


def staff_party():
    return Party.objects.get(kind="authority")


def person(actor):
    from accounts.models import User

    return User.objects.get(pk=actor.user_id)


def policy_draft(author_id=None):
    from vouchers.policy_files import load_policy_file
    from vouchers.rules.policies import to_dict
    from vouchers.services.policies import draft_policy_version

    params = to_dict(load_policy_file("beijing-2023")) | {"coupon_cap": "30000.00"}
    return draft_policy_version(
        params=params, in_force_from=MONDAY.date(), actor_id=author_id or staff("case_officer").user_id, at=MONDAY
    )
