"""The first pages of those who decide nothing here: auditors, who may read every list, and experts."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.rules.conflicts import Relation
from accounts.selectors.interests import visible_interests
from accounts.selectors.parties import search_parties
from applicants.selectors.members import pending_members
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.web.pages import Context
from matching.selectors.requests import search_asked_projects
from oversight.selectors.notices import list_latest_notices, search_objections
from oversight.selectors.sanctions import search_sanctions
from payments.selectors.payments import search_orders, search_payments
from proofs.selectors.runs import find_last_proof
from redemptions.selectors.appeals import search_appeals
from redemptions.selectors.batches import search_batches
from redemptions.selectors.redemptions import search_redemptions
from vouchers.selectors.appropriations import list_appropriations
from vouchers.selectors.budget_changes import list_budget_changes
from vouchers.selectors.contracts import search_unit_contracts
from vouchers.selectors.coupons import search_coupons
from vouchers.selectors.policies import search_policy_versions
from vouchers.selectors.rounds import list_rounds_in_work, search_rounds, sum_rounds_in_work

LATEST = 5
MOST_ROUNDS = 8


def auditor_board(*, actor: Actor, at: datetime) -> Context:
    """Return the context of an auditor's first page: the last proof, the money, and every list with its number of rows."""
    money = sum_rounds_in_work()
    return {
        "last": find_last_proof(),
        "rounds": list_rounds_in_work(limit=MOST_ROUNDS),
        "budget": money.budget,
        "due": money.approved,
        "paid": money.paid,
        "lists": [
            {"label": label, "url": reverse(page), "count": rows.count()} for label, page, rows in _lists(actor, at=at)
        ],
        "notices": list_latest_notices(limit=LATEST),
    }


def _lists(actor: Actor, *, at: datetime) -> Iterator[tuple[str, str, QuerySet[Model]]]:
    """Yield the lists that an auditor may read: label, page, the rows that it shows."""
    yield _("政策版本"), "policy_list", search_policy_versions(actor)
    yield _("年度预算"), "appropriation_list", list_appropriations()
    yield _("发放周期"), "round_list", search_rounds(actor)
    yield _("预算调整"), "budget_change_list", list_budget_changes()
    yield _("主体"), "party_list", search_parties(actor)
    yield _("团队新增成员"), "team_member_list", pending_members()
    yield _("创新券"), "coupon_list", search_coupons(actor)
    yield _("合作项目"), "unit_project_list", search_asked_projects(actor)
    yield _("服务合同"), "service_contract_list", search_unit_contracts(actor)
    yield _("兑现申请"), "redemption_list", search_redemptions(actor, on=beijing_day(at))
    yield _("兑现批次"), "batch_list", search_batches(actor)
    yield _("异议"), "objection_list", search_objections(actor, on=beijing_day(at))
    yield _("申诉"), "appeal_list", search_appeals(actor, on=beijing_day(at))
    yield _("处理措施"), "sanction_list", search_sanctions(actor)
    yield _("拨付"), "payment_list", search_payments(actor)
    yield _("拨款单"), "order_list", search_orders(actor)


def expert_board(*, actor: Actor, at: datetime) -> Context:
    """Return the context of an expert's first page: nothing is assigned yet; the own organisation and interests."""
    own = visible_interests(actor)
    return {
        "interests": own.order_by("-pk")[:LATEST],
        "undeclared": not own.filter(relation=Relation.EMPLOYMENT, until=None).exists(),
    }
