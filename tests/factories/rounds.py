"""Policies, rounds and coupons, created by services."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from accounts.models import Party
from applicants.models import Certificate, Enterprise
from core.idempotency.commands import KeyedRequest, Outcome
from tests.factories.contracts import MONDAY, acting, party, staff, user
from vouchers.models import Appropriation, BudgetChange, Coupon, PolicyVersion, Round
from vouchers.policy_files import load_policy_file
from vouchers.rules.appropriations import year_of_round
from vouchers.rules.policies import to_dict
from vouchers.rules.policy_warnings import WARNINGS
from vouchers.selectors.appropriations import find_confirmed_appropriation
from vouchers.services.appropriations import confirm_appropriation, enter_appropriation
from vouchers.services.budget_changes import approve_budget_change, propose_budget
from vouchers.services.claims import claim_coupon
from vouchers.services.lapses import lapse_unregistered
from vouchers.services.policies import approve_policy_version, draft_policy_version
from vouchers.services.rounds import announce_round, create_round, propose_round

LATE = datetime(2026, 3, 17, 16, 0, tzinfo=UTC)
"""The first instant of 18 March in Beijing: a coupon claimed on Monday had to be registered by the 17th."""

FACTS = {
    "region": "beijing",
    "established_on": date(2023, 5, 10),
    "legal_person": True,
    "staff": 42,
    "annual_sales": Decimal("8600000.00"),
    "total_assets": Decimal("12000000.00"),
    "sound_finance": True,
    "bad_credit": False,
    "industry": "new_materials",
}


def policy(*, code: str = "beijing-2023", **changes: object) -> PolicyVersion:
    """The policy in force; with `changes` of its parameters, a new version."""
    known = PolicyVersion.objects.filter(code=code, state="in_force").first()
    if known and not changes:
        return known
    params = to_dict(load_policy_file("beijing-2023")) | {"code": code} | changes
    draft = draft_policy_version(params=params, actor_id=user().pk, at=MONDAY)
    approver = staff("approver").user_id
    return approve_policy_version(version_id=draft.pk, acknowledged=WARNINGS, actor_id=approver, at=MONDAY)


def enterprise(*, name: str = "", **facts: object) -> Party:
    """A verified enterprise that may claim."""
    row = party(name=name)
    Enterprise.objects.create(party=row, declared_at=MONDAY, **{**FACTS, **facts})
    return row


def certified(row: Party, *, kind: str = "national_hnte") -> Party:
    """The enterprise with a certificate that raises its yearly limit to 500,000 yuan."""
    Certificate.objects.create(
        party=row,
        kind=kind,
        number=f"GR{row.pk:012d}",
        holder_name=row.name,
        holder_match_name=row.name,
        first_entry=date(2024, 12, 1) if kind == "tech_sme" else None,
        valid_from=date(2024, 12, 1),
        valid_until=date(2027, 11, 30),
        entered_by=user(),
    )
    return row


def round_(
    *,
    budget: str = "1000000.00",
    version: PolicyVersion | None = None,
    opens_at: datetime = MONDAY,
    days: int = 30,
) -> Round:
    """An announced round, open from Monday 09:00 on."""
    appropriation(year=year_of_round(opens_at))
    return announced(draft_round(budget=budget, version=version, opens_at=opens_at, days=days))


def draft_round(
    *,
    budget: str = "1000000.00",
    version: PolicyVersion | None = None,
    opens_at: datetime = MONDAY,
    days: int = 30,
) -> Round:
    """A draft of a round."""
    return create_round(
        name="2026年第一期",
        policy_version_id=(version or policy()).pk,
        budget=Decimal(budget),
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=days),
        actor_id=staff("case_officer").user_id,
        at=MONDAY,
    )


def announced(drafted: Round, *, at: datetime = MONDAY) -> Round:
    """A draft, proposed by an officer and announced by an approver."""
    propose_round(round_id=drafted.pk, actor_id=staff("case_officer").user_id, at=at)
    return announce_round(round_id=drafted.pk, actor_id=staff("approver").user_id, at=at)


def appropriation(*, year: int = 2026, amount: str = "100000000000.00") -> Appropriation:
    """The confirmed money of a year, entered by finance; the present one if there is any."""
    known = find_confirmed_appropriation(year=year)
    if known:
        return known
    entered = enter_appropriation(
        year=year,
        amount=Decimal(amount),
        document="示例财〔2026〕1号",
        actor_id=staff("finance").user_id,
        at=MONDAY,
    )
    return confirm_appropriation(appropriation_id=entered.pk, actor_id=staff("approver").user_id, at=MONDAY)


def change_budget(of: Round, budget: str | Decimal, *, at: datetime = MONDAY) -> BudgetChange:
    """Change the budget of an announced round, by two persons."""
    officer, approver = staff("case_officer").user_id, staff("approver").user_id
    change = propose_budget(round_id=of.pk, budget=Decimal(budget), reason="预算调整", actor_id=officer, at=at)
    return approve_budget_change(change_id=change.pk, actor_id=approver, at=at)


def keyed(*, actor_id: int = 1, key: UUID | None = None, at: datetime = MONDAY, **payload: Any) -> KeyedRequest:
    """The request of a claim, with a new key by default."""
    return KeyedRequest(actor_id=actor_id, key=key or uuid4(), operation="coupon.claim", payload=payload, at=at)


def claim_by_key(*, round_id: int, applicant_id: int, amount: Decimal, request: KeyedRequest) -> Outcome:
    """Claim as views do; the answer is the coupon's id and the amount."""
    return claim_coupon(
        round_id=round_id,
        applicant_id=applicant_id,
        amount=amount,
        request=request,
        render=lambda made: {"id": made.pk, "amount": made.amount},
    )


def claim(
    of: Party,
    in_round: Round,
    amount: str | Decimal = "50000.00",
    at: datetime = MONDAY,
    actor_id: int = 1,
    key: UUID | None = None,
) -> Coupon:
    """A coupon claimed by an applicant in a round."""
    request = keyed(actor_id=actor_id, key=key, at=at)
    made = claim_by_key(round_id=in_round.pk, applicant_id=of.pk, amount=Decimal(amount), request=request)
    return Coupon.objects.get(pk=made.body["id"])


def coupon(*, of: Party | None = None, in_round: Round | None = None, amount: str = "50000.00") -> Coupon:
    """A coupon claimed on Monday."""
    claimer = of or enterprise()
    actor = acting(claimer, "applicant_operator").user_id
    return claim(claimer, in_round or round_(), amount, actor_id=actor)


def lapse(at: datetime = LATE) -> dict[str, Any]:
    """Run the job that lapses unregistered coupons."""
    return lapse_unregistered(at=at, progress=lambda count: None)
