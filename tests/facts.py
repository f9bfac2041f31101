"""Facts that satisfy every rule, for tests that change one; the shipped policy and the seeded calendar."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from core.timekeeping.known_holidays import seed_calendar
from core.values.money import ZERO
from redemptions.rules.invoices import InvoiceFacts, InvoiceParties
from redemptions.rules.redemptions import EvidenceFacts, RedemptionFacts
from vouchers.policy_files import load_policy_file
from vouchers.rules.claims import ClaimFacts
from vouchers.rules.eligibility import CertificateFacts, EnterpriseFacts, TeamFacts
from vouchers.rules.policies import Policy
from vouchers.rules.registrations import ContractFacts, CouponFacts, RegistrationFacts

POLICY: Policy = load_policy_file("beijing-2023")
CALENDAR = seed_calendar()

ENTERPRISE = EnterpriseFacts(
    region="beijing",
    established_on=date(2023, 5, 10),
    legal_person=True,
    staff=42,
    annual_sales=Decimal("8600000.00"),
    total_assets=Decimal("12000000.00"),
    sound_finance=True,
    bad_credit=False,
    industry="new_materials",
)
WORST_ENTERPRISE = replace(
    ENTERPRISE,
    region="tianjin",
    established_on=date(2000, 1, 1),
    legal_person=False,
    staff=501,
    annual_sales=Decimal("200000000.01"),
    total_assets=Decimal("200000000.01"),
    sound_finance=False,
    bad_credit=True,
    industry="retail",
)
"""A profile that meets no condition of article 7."""
TEAM = TeamFacts(
    region="beijing", legal_person=False, members=5, students=3, project_stage="development", industry="health"
)
CLAIM = ClaimFacts(
    at=datetime.fromisoformat("2026-03-02T09:00:00+08:00"),
    applicant=ENTERPRISE,
    barred_until=None,
    used_this_year=ZERO,
    amount=Decimal("50000.00"),
    opens_at=datetime.fromisoformat("2026-03-02T09:00:00+08:00"),
    closes_at=datetime.fromisoformat("2026-03-31T18:00:00+08:00"),
    remaining=Decimal("30000000.00"),
)
COUPON = CouponFacts(amount=Decimal("50000.00"), claimed_on=date(2026, 3, 2), state="claimed", same_applicant=True)
CONTRACT = ContractFacts(
    amount=Decimal("200000.00"),
    start=date(2026, 3, 10),
    end=date(2026, 5, 20),
    category="testing",
    statutory_testing=False,
    municipal_funding=False,
)
REGISTRATION = RegistrationFacts(on=date(2026, 3, 9), coupons=(COUPON,), contract=CONTRACT, unit_status="admitted")
EVIDENCE = EvidenceFacts(invoices_reused=(), invoice_total=Decimal("100000.00"), kinds=frozenset(POLICY.evidence))
REDEMPTION = RedemptionFacts(
    on=date(2026, 6, 1),
    coupons=(Decimal("50000.00"),),
    actual_amount=Decimal("100000.00"),
    contract_start=date(2026, 3, 10),
    contract_end=date(2026, 5, 20),
    evidence=EVIDENCE,
)
INVOICE_PARTIES = InvoiceParties(
    seller_uscc="12110000400000035G", buyer_uscc="91110108MA0000019E", buyer_names=("示例科技（北京）有限公司",)
)
INVOICE = InvoiceFacts(
    code="",
    number="26112000000000000001",
    issued_on=date(2026, 5, 20),
    seller_uscc="12110000400000035G",
    buyer_uscc="91110108MA0000019E",
    buyer_name="示例科技（北京）有限公司",
    amount=Decimal("106000.00"),
)


def certificate(kind: str, start: str, until: str, *, first_entry: str | None = None) -> CertificateFacts:
    """A certificate from its days as text."""
    return CertificateFacts(
        kind=kind,
        valid_from=date.fromisoformat(start),
        valid_until=date.fromisoformat(until),
        first_entry=date.fromisoformat(first_entry) if first_entry else None,
    )


def policy_with(**changes: object) -> Policy:
    """The shipped policy with other parameters."""
    return replace(POLICY, **changes)  # type: ignore[arg-type]
