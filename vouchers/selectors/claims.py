"""The facts of a claim, read in one statement.

`gather_claim_facts` reads the same facts one selector at a time, for pages, teams and founders. Tests prove both equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper

from applicants.selectors.facts import OF_CERTIFICATE, OF_ENTERPRISE, profile_of_enterprise
from applicants.selectors.locks import lock_teams_of_persons
from core.timekeeping.calendars import calendar_of
from core.values.calendar import Calendar
from core.values.errors import DomainError
from core.values.money import ZERO
from oversight.rules.sanctions import APPLICANT_BARRED
from oversight.rules.states import STANDING_SANCTIONS
from vouchers.models import Round
from vouchers.rules.claims import ClaimFacts
from vouchers.rules.policies import Policy
from vouchers.rules.states import PUBLIC_ROUNDS
from vouchers.selectors.claim_facts import applicant_facts, closing_moment, gather_claim_facts
from vouchers.selectors.policies import get_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBasis:
    """The basis of a claim: the round with its policy, the facts, the calendar for its deadline."""

    round_: Round
    policy: Policy
    facts: ClaimFacts
    calendar: Calendar


ROUND_COLUMNS = ("id", "name", "policy_version_id", "opens_at", "closes_at", "state", "free")
ENTERPRISE_COLUMNS = [
    f"p.{column.removeprefix('party__')}" if column.startswith("party__") else f"e.{column}"
    for column in OF_ENTERPRISE.values()
]


def _listed(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


READ_CLAIM_FACTS = f"""
    SELECT {", ".join(f"r.{column}" for column in ROUND_COLUMNS)}, newest.version, newest.edition,
        (SELECT used FROM vouchers_annualuse WHERE applicant_id = %(applicant)s AND year = %(year)s),
        (SELECT max(until) FROM oversight_sanction WHERE party_id = %(applicant)s AND measure = '{APPLICANT_BARRED}'
            AND state IN ({_listed(STANDING_SANCTIONS)}) AND begins_on <= %(on)s AND until >= %(on)s),
        (SELECT json_agg(json_build_array({", ".join(OF_CERTIFICATE)}) ORDER BY valid_from, id)
            FROM applicants_certificate WHERE party_id = %(applicant)s),
        EXISTS (SELECT FROM applicants_founder WHERE enterprise_id = %(applicant)s),
        {", ".join(ENTERPRISE_COLUMNS)}
    FROM vouchers_round r
    LEFT JOIN (SELECT version, edition FROM core_calendaryear ORDER BY version DESC LIMIT 1) newest ON true
    LEFT JOIN (applicants_enterprise e JOIN accounts_party p ON p.id = e.party_id) ON e.party_id = %(applicant)s
    WHERE r.id = %(round)s AND r.state IN ({_listed(PUBLIC_ROUNDS)})
"""


def send_claim_facts(*, round_id: int, applicant_id: int, on: date) -> CursorWrapper:
    """Send the query for the facts of a claim on a Beijing day, in a pipeline; `read_claim_facts` reads the cursor."""
    cursor = connection.cursor()
    cursor.execute(READ_CLAIM_FACTS, {"round": round_id, "applicant": applicant_id, "year": on.year, "on": on})
    return cursor


def read_claim_facts(cursor: CursorWrapper, *, applicant_id: int, amount: Decimal, at: datetime) -> ClaimBasis:
    """Return the facts that were queried. `not_found` for the round; `not_an_applicant` for another kind of party.

    The facts of a team and of an enterprise with founders are read by the selectors, after the other teams of its
    persons were locked.
    """
    row = cursor.fetchone()
    if row is None:
        raise DomainError("not_found", field="round", kind="missing")
    round_ = Round.from_db(DEFAULT_DB_ALIAS, ROUND_COLUMNS, row[: len(ROUND_COLUMNS)])
    version, edition, used, barred_until, certificates, founded, *enterprise = row[len(ROUND_COLUMNS) :]
    if founded or enterprise[0] is None:
        lock_teams_of_persons(applicant_id)
        facts = gather_claim_facts(round_=round_, applicant_id=applicant_id, amount=amount, at=at)
    else:
        profile = profile_of_enterprise(enterprise, certificates=map(_certificate, certificates or ()))
        facts = ClaimFacts(
            at=at,
            applicant=applicant_facts(profile),
            barred_until=barred_until,
            used_this_year=used or ZERO,
            amount=amount,
            opens_at=round_.opens_at,
            closes_at=closing_moment(round_, at=at),
            remaining=round_.free,
        )
    return ClaimBasis(
        round_=round_,
        policy=get_policy(round_.policy_version_id),
        facts=facts,
        calendar=calendar_of(version or 0, edition),
    )


def _certificate(columns: Sequence[str | None]) -> list[str | date | None]:
    """Return the columns of a certificate with its days, which JSON holds as text."""
    kind, *days = columns
    return [kind, *(None if day is None else date.fromisoformat(day) for day in days)]
