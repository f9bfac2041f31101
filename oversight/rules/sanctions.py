"""Measures of sanctions and their limits (article 17). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.values.deadlines import add_months
from core.values.errors import Refusal

APPLICANT_BARRED = "applicant_barred"
"""取消申报资格: the party cannot claim or register contracts. Earlier contracts are still redeemed and paid."""
PAYMENTS_SUSPENDED = "payments_suspended"
"""暂停资金拨付: the party's payments are held until the measure ends. It still registers and redeems."""
COUPONS_REVOKED = "coupons_revoked"
"""撤销创新券: coupons that are not paid yet are revoked, with the payment of their money."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A measure (处理措施): the kinds of party that it may be set against, and its longest duration in months.

    One with a kind of `subject` has no duration: it is carried out once, on such objects.
    """

    against: frozenset[str]
    longest_months: int = 0
    subject: str = ""


_PARTIES = frozenset({"organisation", "team"})
MEASURES: Mapping[str, Measure] = {
    APPLICANT_BARRED: Measure(against=_PARTIES, longest_months=36),
    PAYMENTS_SUSPENDED: Measure(against=_PARTIES, longest_months=12),
    COUPONS_REVOKED: Measure(against=_PARTIES, subject="coupon"),
}
"""Code of a measure → its limits. A bar lasts three years at most (article 17); a suspension a year, then it is proposed again."""

ONCE = tuple(code for code, measure in MEASURES.items() if measure.subject)
"""Measures that are carried out once, on their subjects."""
LASTING = tuple(code for code in MEASURES if code not in ONCE)
"""Measures that last from a first to a last day."""


def last_day_of(measure: str, *, begins_on: date) -> date:
    """Return the latest possible last day of a measure that begins on a Beijing day."""
    return add_months(day=begins_on, count=MEASURES[measure].longest_months)


def measure_refusals(
    measure: str, *, party_kind: str, begins_on: date | None, until: date | None, today: date
) -> list[Refusal]:
    """Return every reason why a measure cannot be proposed: the kind of its party, or its days (Beijing).

    A measure ends on or after its first day, not before today, and not after its longest duration. One without days has
    none to refuse.
    """
    refusals = []
    if party_kind not in MEASURES[measure].against:
        refusals.append(Refusal(code="sanction_party", field="party"))
    if begins_on is None or until is None:
        return refusals
    latest = last_day_of(measure, begins_on=begins_on)
    if not begins_on <= until <= latest or until < today:
        days = {"begins_on": begins_on.isoformat(), "latest": latest.isoformat()}
        refusals.append(Refusal(code="sanction_days", field="until", params=days))
    return refusals
