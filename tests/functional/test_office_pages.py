"""Staff pages other than redemptions: rounds, policies, parties, jobs, events, lists."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Party
from core.models import JobRun
from core.values.deadlines import beijing_day
from redemptions.rules.states import ENDED_REDEMPTIONS, RedemptionState
from tests.factories import batches, conflicts, parties, redemptions
from tests.factories.batches import OVER
from tests.factories.contracts import MONDAY, acting, party, staff
from tests.factories.pages import Visitor, click, codes, of, text
from tests.factories.rounds import coupon, draft_round, enterprise, policy, round_
from vouchers.models import Appropriation, BudgetChange, PolicyVersion, Round
from vouchers.services.rounds import propose_round

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


class TestRounds:
    FIELDS = {
        "name": "2026年第一期",
        "budget": "1000000.00",
        "opens_at": "2026-03-03T09:00",
        "closes_at": "2026-03-31T17:00",
    }

    def test_a_round_is_drafted_announced_and_its_budget_changed(self):
        officer, approver = of("case_officer"), of("approver")
        finance = of("finance")
        click(finance, "/appropriations/enter/", year="2026", amount="1500000.00", document="示例财1号")
        click(approver, f"/appropriations/{Appropriation.objects.get().pk}/confirm/")
        url = click(officer, "/rounds/create/", policy_version=policy().pk, **self.FIELDS).headers["Location"]
        click(officer, f"{url}propose/")
        click(approver, f"{url}announce/")
        click(officer, f"{url}budget/", budget="1500000.00", reason="追加")
        assert "1,500,000.00" in text(approver.get(url))
        click(approver, f"/budget-changes/{BudgetChange.objects.get().pk}/approve/")
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

    def test_what_is_unusual_is_acknowledged_by_who_approves(self):
        draft = policy_draft(contract_share="0.625", statutory_testing=True)
        approver, path = of("approver"), f"/policies/{draft.pk}/approve/"
        for page in (f"/policies/{draft.pk}/", path):
            assert "62.5%，不在通常的 10% 至 50% 之间" in text(approver.get(page))
        refused = click(approver, path, acknowledged=["policy_share_unusual"])
        assert (refused.status_code, codes(refused)) == (422, ["policy_not_acknowledged", "policy_pays_excluded"])
        both = ["policy_share_unusual", "policy_pays_excluded"]
        assert click(approver, path, acknowledged=both).status_code == 303
        page = text(approver.get(f"/policies/{draft.pk}/"))
        assert "支持办法不予支持的事项、比例不在通常范围" in page and "通常的 10% 至 50%" not in page

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

    def test_an_officer_who_is_tied_to_a_party_cannot_verify_it(self):
        party = parties.enterprise(verified=False).party
        officer = conflicts.tied("case_officer", party)
        answer = click(Visitor(officer), f"/parties/{party.pk}/verify/")
        assert (answer.status_code, codes(answer)) == (422, ["conflict_of_interest"])

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
        assert page.count("申领创新券 50,000.00 元") == 1 and held.number in page

    def test_others_find_only_what_concerns_their_party(self):
        coupon(amount="50000.00")
        page = text(Visitor(acting(enterprise(), "applicant_manager")).get("/events/"))
        assert "申领创新券 50,000.00 元" not in page

    @pytest.mark.parametrize("query", [{"subject_id": "x"}, {"since": "2026-99-01"}, {"party_id": str(2**63)}])
    def test_a_search_for_nonsense_breaks_nothing(self, query):
        assert of("auditor").get("/events/", **query).status_code == 422


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

    def test_the_number_under_way_is_the_sum_of_the_states_beside_it(self):
        redemptions.draft()
        page = text(of("case_officer").get("/dashboard/"))
        counts = re.findall(r'<a href="/redemptions/\?state=\w+">[^<]+</a><strong class="num">(\d+)<', page)
        assert (len(counts), sum(map(int, counts))) == (len(RedemptionState) - len(ENDED_REDEMPTIONS), 1)


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
        for query in ({"after": "x"}, {"before": "ZZZ"}, {"sort": "password"}):
            assert visitor.get(path, **query).status_code == 200
        known = visitor.get(path).context["form"].fields
        for name, value in (("state", "gold"), ("text", "a\x00b")):
            assert visitor.get(path, **{name: value}).status_code == (422 if name in known else 200)

    def test_deadlines_of_officers_stand_beside_their_work(self, now):
        drafted = draft_round(opens_at=OVER + timedelta(days=5))
        propose_round(round_id=drafted.pk, actor_id=staff("case_officer").user_id, at=MONDAY)
        row = batches.redemption("50000.00")
        batches.publicised(row)
        decide_by = batches.objection(row).decide_by
        now(OVER)
        lines = {role: text(of(role).get("/dashboard/")) for role in ("case_officer", "approver")}
        filed = lines["case_officer"].partition("核查异议")[2].partition("</li>")[0]
        opening = lines["approver"].partition("审批待发布的发放周期")[2].partition("</li>")[0]
        found = [
            (part, f'datetime="{on.isoformat()}"' in part)
            for part, on in ((filed, decide_by), (opening, beijing_day(drafted.opens_at)))
        ]
        assert [("最早期限" in part, shown) for part, shown in found] == [(True, True)] * 2

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
    """Return the links of a page that answer with an error."""
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


def policy_draft(author_id=None, **changes):
    from vouchers.policy_files import load_policy_file
    from vouchers.rules.policies import to_dict
    from vouchers.services.policies import draft_policy_version

    first = {"in_force_from": MONDAY.date().isoformat()}
    params = to_dict(load_policy_file("beijing-2023")) | {"coupon_cap": "30000.00"} | first | changes
    return draft_policy_version(params=params, actor_id=author_id or staff("case_officer").user_id, at=MONDAY)
