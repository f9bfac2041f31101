import pytest

from accounts.rules.roles import MFA_ROLES, STAFF_ROLES, Role, collide, gives


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.APPLICANT_MANAGER, Role.UNIT_MANAGER}])
def test_only_managers_give_roles(role: Role) -> None:
    assert gives(role) == frozenset()


def test_managers_give_the_roles_of_their_side() -> None:
    assert gives("applicant_manager") == {"applicant_operator", "applicant_manager"}
    assert gives("unit_manager") == {"unit_operator", "unit_manager"}


@pytest.mark.parametrize(
    ("role", "held", "expected"),
    [
        ("auditor", set(), False),
        ("auditor", {"auditor"}, False),
        ("auditor", {"case_officer"}, True),
        ("finance", {"system_admin"}, True),
        ("finance", {"approver"}, False),
    ],
)
def test_separate_duties(role: str, held: set[str], expected: bool) -> None:
    assert collide(role, frozenset(held)) == expected


def test_staff_experts_and_unit_managers_need_a_second_factor() -> None:
    assert {"expert", "unit_manager"} == MFA_ROLES - STAFF_ROLES
