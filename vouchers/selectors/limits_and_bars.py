"""Annual limits and bars follow the members of a team, into another team and into the company that they found
(docs/domain.md section 4).

A person who leaves a team carries over its use up to that moment, and its bar; one who is still in it, all of its use.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from applicants.selectors.teams import Left, former_teams_of_members, teams_of_founders
from core.values.money import ZERO, total
from oversight.selectors.sanctions import barred_until, barred_with_former_teams
from vouchers.selectors.coupons import counted_until, used_in_year

TEAM = "team"


def annual_use(*, applicant_id: int, kind: str, year: int) -> Decimal:
    """Return the yuan counted against the applicant in the year.

    Add the use in other teams of the member or founder for whom it is highest.
    """
    own = used_in_year(applicant_id=applicant_id, year=year)
    carried_over = (_used_while_member(left, year=year) for left in _teams_of_persons(applicant_id, kind=kind))
    return own + max(carried_over, default=ZERO)


def applicant_barred_until(*, applicant_id: int, kind: str, on: date) -> date | None:
    """Return the last day of the applicant's bar from applying, or of a bar of its members' or founders' teams."""
    own = barred_until(party_id=applicant_id, on=on)
    left = _latest(_teams_of_persons(applicant_id, kind=kind))
    followed = barred_with_former_teams(left=left, on=on) if left else None
    return max((day for day in (own, followed) if day is not None), default=None)


def _teams_of_persons(applicant_id: int, *, kind: str) -> list[Left]:
    return former_teams_of_members(applicant_id) if kind == TEAM else teams_of_founders(applicant_id)


def _used_while_member(left: Left, *, year: int) -> Decimal:
    return total(counted_until(applicant_id=team, year=year, until=at) for team, at in left.items())


def _latest(people: Iterable[Left]) -> dict[int, datetime]:
    latest: dict[int, datetime] = {}
    for left in people:
        for team, at in left.items():
            latest[team] = max(at, latest.get(team, at))
    return latest
