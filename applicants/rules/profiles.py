"""The facts of an applicant that eligibility (article 7) and the yearly limit (article 12) are decided on. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from core.values.errors import Refusal

REGIONS = ("beijing", "tianjin", "hebei", "other")
"""注册地: where the applicant is registered."""
INDUSTRIES = (
    "new_generation_it",
    "health",
    "intelligent_manufacturing",
    "new_materials",
    "green_energy",
    "other",
)
"""高精尖产业领域, and everything else."""
STAGES = ("planning", "development", "testing")
"""创业项目阶段: 计划, 开发, 测试."""
TECH_SME = "tech_sme"
LISTED_KINDS = ("national_hnte", "zhongguancun_hnte", "tech_sme")
"""国家高新技术企业, 中关村高新技术企业, 科技型中小企业: the kinds with official lists, whose numbers have a known form."""
CERTIFICATE_KINDS = (*LISTED_KINDS, "incubator_tenant")
"""The kinds of certificates; 认定孵化器在孵企业 are entered one by one."""
FIRST_ENTRY_KINDS = (TECH_SME,)
"""The kinds with a day of first entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFact:
    """The validity of a certificate: both days included; a revoked one ends the day before its revocation."""

    kind: str
    first_entry: date | None
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantProfile:
    """All facts of an applicant (申领单位事实). Money in yuan.

    A fact that the kind of applicant does not have is None; so is the id of a party that is not registered yet.
    """

    party_id: int | None
    kind: Literal["enterprise", "team"]
    name: str
    party_state: str
    region: str
    industry: str
    legal_person: bool
    established_on: date | None = None
    staff: int | None = None
    annual_sales: Decimal | None = None
    total_assets: Decimal | None = None
    sound_finance: bool | None = None
    bad_credit: bool | None = None
    certificates: tuple[CertificateFact, ...] = ()
    members: int | None = None
    students: int | None = None
    pending: int = 0
    project_stage: str | None = None


def with_first_entries(certificates: Iterable[CertificateFact]) -> tuple[CertificateFact, ...]:
    """Give each entry of 科技型中小企业 the earliest first day among the firm's entries (当年新评价入库, article 7).

    A firm is evaluated again each year; the order in which its entries are imported does not matter.
    """
    known = tuple(certificates)
    firsts = [each.first_entry for each in known if each.kind == TECH_SME and each.first_entry is not None]
    earliest = min(firsts, default=None)
    return tuple(replace(each, first_entry=earliest) if each.kind == TECH_SME else each for each in known)


def as_it_counts(
    *, kind: str, first_entry: date | None, valid_from: date, valid_until: date, revoked_on: date | None
) -> CertificateFact | None:
    """Return the certificate with its validity shortened by the revocation; None if no valid day remains."""
    last = valid_until if revoked_on is None else min(valid_until, revoked_on - timedelta(days=1))
    if last < valid_from:
        return None
    return CertificateFact(kind=kind, first_entry=first_entry, valid_from=valid_from, valid_until=last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """申领条件. One condition of article 7, and the refusal if it is not met."""

    code: str
    refusal: Refusal | None
