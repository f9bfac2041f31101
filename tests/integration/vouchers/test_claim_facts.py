"""The facts statement of a claim equals the selectors, for generated applicants and rounds."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Party
from applicants.models import Certificate, Enterprise
from applicants.rules.profiles import CERTIFICATE_KINDS, INDUSTRIES, REGIONS
from core.database.transactions import pipeline, write
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from oversight.models import Sanction
from tests.concurrency.guards import execute
from tests.factories import parties
from tests.factories.contracts import MONDAY, party, user
from tests.factories.parties import team
from tests.factories.rounds import coupon, enterprise, round_
from tests.world.savepoints import undone
from vouchers.models import AnnualUse, Round
from vouchers.selectors.claim_facts import gather_claim_facts
from vouchers.selectors.claims import ROUND_COLUMNS, read_claim_facts, send_claim_facts
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import get_round

pytestmark = pytest.mark.django_db

AMOUNT = Decimal("1234.56")
DAYS = st.dates(date(2025, 6, 1), date(2026, 12, 31))
MONEY = st.decimals(0, 999_999_999, places=2)
FACTS = st.fixed_dictionaries(
    {
        "region": st.sampled_from(REGIONS),
        "established_on": DAYS,
        "legal_person": st.booleans(),
        "staff": st.integers(0, 10_000),
        "annual_sales": MONEY,
        "total_assets": MONEY,
        "sound_finance": st.booleans(),
        "bad_credit": st.booleans(),
        "industry": st.sampled_from(INDUSTRIES),
    }
)
CERTIFICATES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(CERTIFICATE_KINDS),
            "first_entry": st.none() | DAYS,
            "valid_from": DAYS,
            "days": st.integers(0, 700),
            "revoked_after": st.none() | st.integers(0, 700),
        }
    ),
    max_size=3,
)
BARS = st.lists(
    st.fixed_dictionaries(
        {
            "state": st.sampled_from(["proposed", "decided", "in_force", "ended"]),
            "begins_on": DAYS,
            "days": st.integers(0, 500),
        }
    ),
    max_size=3,
)
UNTRIGGERED = "SET LOCAL session_replication_role = 'replica'"
"""Triggers are off: rows are created in any state."""
STATES = st.sampled_from(["announced", "open", "closed", "settled"])


@given(
    facts=FACTS, certificates=CERTIFICATES, bars=BARS, used=st.none() | MONEY, state=STATES, later=st.integers(0, 400)
)
def test_the_facts_of_an_enterprise(ground, facts, certificates, bars, used, state, later):
    with undone():
        execute(UNTRIGGERED)
        firm = ground.firm
        Enterprise.objects.filter(party=firm).update(**facts)
        for number, each in enumerate(certificates):
            certify(firm, number=number, **each)
        for each in bars:
            bar(firm, **each)
        if used is not None:
            AnnualUse.objects.create(applicant=firm, year=2026, used=used)
        Round.objects.filter(pk=ground.round.pk).update(state=state)
        assert_alike(ground.round.pk, firm.pk, at=MONDAY + timedelta(days=later))


def test_the_facts_of_a_team():
    row, open_round = team(), round_()
    coupon(of=row.party, in_round=open_round)
    assert_alike(open_round.pk, row.pk, at=MONDAY)


def test_the_facts_of_an_enterprise_with_founders():
    people, open_round = parties.people(3), round_()
    coupon(of=team(members=people).party, in_round=open_round)
    firm = parties.enterprise(founders=people[:1]).party
    assert_alike(open_round.pk, firm.pk, at=MONDAY)
    assert read(open_round.pk, firm.pk, MONDAY).facts.used_this_year > 0


def test_a_draft_is_no_round():
    open_round = round_()
    execute(UNTRIGGERED)
    Round.objects.filter(pk=open_round.pk).update(state="draft")
    with pytest.raises(DomainError, match="not_found"):
        read(open_round.pk, enterprise().pk, MONDAY)


def test_a_party_that_is_no_applicant():
    with pytest.raises(DomainError, match="not_an_applicant"):
        read(round_().pk, party().pk, MONDAY)


@dataclass(frozen=True)
class Ground:
    """The common data of all cases."""

    firm: Party
    round: Round


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        yield Ground(enterprise(), round_())


def certify(firm, *, number, kind, first_entry, valid_from, days, revoked_after):
    Certificate.objects.create(
        party=firm,
        kind=kind,
        number=f"{number}",
        holder_name=firm.name,
        holder_match_name=firm.name,
        first_entry=first_entry or (valid_from if kind == "tech_sme" else None),
        valid_from=valid_from,
        valid_until=valid_from + timedelta(days=days),
        revoked_on=None if revoked_after is None else valid_from + timedelta(days=revoked_after),
        entered_by=user(),
    )


def bar(firm, *, state, begins_on, days):
    decided = {} if state == "proposed" else {"decided_by": user(), "decided_at": MONDAY, "heard_at": MONDAY}
    Sanction.objects.create(
        party=firm,
        measure="applicant_barred",
        state=state,
        begins_on=begins_on,
        until=begins_on + timedelta(days=days),
        proposed_by=user(),
        proposed_at=MONDAY,
        **decided,
    )


@write
def read(round_id, applicant_id, at):
    """Return the facts that a claim's statement reads."""
    with pipeline():
        found = send_claim_facts(round_id=round_id, applicant_id=applicant_id, on=beijing_day(at))
    return read_claim_facts(found, applicant_id=applicant_id, amount=AMOUNT, at=at)


def assert_alike(round_id, applicant_id, *, at):
    round_ = get_round(round_id)
    basis = read(round_id, applicant_id, at)
    assert basis.facts == gather_claim_facts(round_=round_, applicant_id=applicant_id, amount=AMOUNT, at=at)
    assert basis.calendar == get_calendar()
    assert basis.policy == get_policy(round_.policy_version_id)
    assert all(getattr(basis.round_, column) == getattr(round_, column) for column in ROUND_COLUMNS)
