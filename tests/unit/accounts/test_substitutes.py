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
    found = substitute_refusals(substitute_id=substitute_id, named_by=1, roles=roles, conflicts=conflicts)
    assert [(each.code, each.field) for each in found] == [(code, "username") for code in codes]


def test_a_substitution_lasts_thirty_days() -> None:
    assert DAYS == 30
