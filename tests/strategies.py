"""Hypothesis strategies for the rules: amounts, days, applicants, any JSON."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from core.values.calendar import Calendar
from vouchers.rules.eligibility import CertificateFacts, EnterpriseFacts, TeamFacts

INDUSTRIES = ["new_generation_it", "health", "intelligent_manufacturing", "new_materials", "green_energy", "retail"]
KINDS = ["national_hnte", "zhongguancun_hnte", "tech_sme", "iso_9001"]

days = st.dates(min_value=date(2023, 1, 1), max_value=date(2027, 12, 31))


def amounts(*, least: str = "0.01", most: str = "1000000.00") -> st.SearchStrategy[Decimal]:
    """Amounts in fen."""
    return st.decimals(min_value=Decimal(least), max_value=Decimal(most), places=2)


@st.composite
def calendars(draw) -> Calendar:
    """Calendars of 2025 and 2026 with a few days off and a few make-up days, never one day as both."""
    within = st.dates(min_value=date(2025, 1, 1), max_value=date(2026, 12, 31))
    off = draw(st.frozensets(within, max_size=20))
    makeup = draw(st.frozensets(within, max_size=10)) - off
    return Calendar(off=off, makeup=makeup, published=frozenset({2025, 2026}), version="drawn")


@st.composite
def certificates(draw) -> CertificateFacts:
    """A certificate of a known or unknown kind, its days in order."""
    start = draw(days)
    kind = draw(st.sampled_from(KINDS))
    until = start + timedelta(days=draw(st.integers(0, 1100)))
    return CertificateFacts(kind=kind, valid_from=start, valid_until=until, first_entry=start)


enterprises = st.builds(
    EnterpriseFacts,
    region=st.sampled_from(["beijing", "tianjin"]),
    established_on=st.dates(min_value=date(2010, 1, 1), max_value=date(2027, 12, 31)),
    legal_person=st.booleans(),
    staff=st.integers(0, 1000),
    annual_sales=amounts(most="400000000.00"),
    total_assets=amounts(most="400000000.00"),
    sound_finance=st.booleans(),
    bad_credit=st.booleans(),
    industry=st.sampled_from(INDUSTRIES),
    certificates=st.lists(certificates(), max_size=3).map(tuple),
)


@st.composite
def teams(draw) -> TeamFacts:
    """A team whose students are some of its members."""
    members = draw(st.integers(0, 12))
    return TeamFacts(
        region=draw(st.sampled_from(["beijing", "tianjin"])),
        legal_person=draw(st.booleans()),
        members=members,
        students=draw(st.integers(0, members)),
        project_stage=draw(st.sampled_from(["planning", "development", "testing"])),
        industry=draw(st.sampled_from(INDUSTRIES)),
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("2026-03-02"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
