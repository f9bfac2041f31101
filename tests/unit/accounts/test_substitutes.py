"""Who may be named as a substitute."""

import pytest

from accounts.rules.substitutes import DAYS, substitute_refusals


@pytest.mark.parametrize(
    ("substitute_id", "roles", "conflicts", "codes"),
    [
        (2, ["finance"], [], []),
        (2, ["case_officer", "approver"], [], []),
        (1, ["finance"], [], ["same_person"]),
        (2, [], [], ["substitute_not_staff"]),
        (2, ["expert"], [], ["substitute_not_staff"]),
        (2, ["auditor"], [], ["substitute_not_staff"]),
        (2, ["system_admin"], [], ["substitute_not_staff"]),
        (2, ["finance"], ["spouse"], ["substitute_conflict"]),
        (1, ["system_admin"], ["self"], ["same_person", "substitute_not_staff", "substitute_conflict"]),
    ],
)
def test_a_substitute_is_another_member_of_staff_without_a_conflict(
    substitute_id: int, roles: list[str], conflicts: list[str], codes: list[str]
) -> None:
    found = substitute_refusals(substitute_id=substitute_id, named_by=1, roles=roles, conflicts=conflicts, free=[])
    assert [(each.code, each.field) for each in found] == [(code, "username") for code in codes]


def test_nobody_is_named_while_colleagues_may_take_the_case() -> None:
    asked = {"substitute_id": 1, "named_by": 1, "roles": ["finance"], "conflicts": []}
    found = substitute_refusals(**asked, free=["甲", "乙", "丙", "丁", "戊", "己"])
    assert [(each.code, each.field) for each in found] == [
        ("substitute_needless", "case_id"),
        ("same_person", "username"),
    ]
    assert found[0].params == {"names": "甲、乙、丙、丁、戊"}


def test_a_substitution_lasts_thirty_days() -> None:
    assert DAYS == 30
