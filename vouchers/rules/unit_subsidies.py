"""后补助上限. The most that an assessed open unit receives (article 11). Yuan. Pure."""

from decimal import Decimal

from core.values.money import ZERO
from vouchers.rules.policies import Policy


def subsidy_cap(*, unit_class: str, grade: str, third_party_tester: bool, policy: Policy) -> Decimal:
    """Return the cap by class and grade; nothing for other grades, nor for third-party testing companies."""
    if third_party_tester and not policy.subsidy.third_party_testers:
        return ZERO
    return policy.subsidy.caps.get(unit_class, {}).get(grade, ZERO)
