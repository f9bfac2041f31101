import pytest

from accounts.rules.roles import (
    APPLICANT_ROLES,
    EXCLUSIVE_ROLES,
    LEAST_HOLDERS,
    MANAGER_ROLES,
    MFA_ROLES,
    SIDE_ROLES,
    STAFF_ROLES,
    UNIT_ROLES,
    Consent,
    Role,
    collide,
    grantable_roles,
)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.APPLICANT_MANAGER, Role.UNIT_MANAGER}])
def test_only_managers_give_roles(role: Role) -> None:
    assert grantable_roles(role) == frozenset()


def test_managers_give_the_roles_of_their_side() -> None:
    assert grantable_roles("applicant_manager") == {"applicant_operator", "applicant_manager"}
    assert grantable_roles("unit_manager") == {"unit_operator", "unit_manager"}


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
    assert {*STAFF_ROLES, "expert", "unit_manager"} == MFA_ROLES


def test_every_role_stands_on_one_side() -> None:
    assert {"applicant_operator", "applicant_manager"} == APPLICANT_ROLES
    assert {"unit_operator", "unit_manager"} == UNIT_ROLES
    assert {"case_officer", "deputy_officer", "approver", "finance", "system_admin", "auditor"} == STAFF_ROLES
    assert SIDE_ROLES == APPLICANT_ROLES | UNIT_ROLES
    assert set(Role) == APPLICANT_ROLES | UNIT_ROLES | STAFF_ROLES | {"expert"}


def test_managers_answer_for_a_side_and_two_roles_stand_alone() -> None:
    assert {"applicant_manager", "unit_manager"} == MANAGER_ROLES
    assert {"system_admin", "auditor"} == EXCLUSIVE_ROLES


def test_a_party_keeps_a_manager_and_the_authority_two_administrators() -> None:
    assert LEAST_HOLDERS == {"applicant_manager": 1, "unit_manager": 1, "system_admin": 2}


def test_the_stored_ways_of_consent() -> None:
    assert list(Consent) == ["registered", "invited", "took_over", "appointed"]
