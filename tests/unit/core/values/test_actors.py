import pytest

from core.values.actors import PUBLIC, Actor
from core.values.errors import DomainError

ACTOR = Actor(user_id=1, party_id=2, party_name="示例企业", roles=frozenset({"applicant_manager"}))


@pytest.mark.parametrize(
    ("roles", "held"),
    [(("applicant_manager",), True), (("auditor", "applicant_manager"), True), (("auditor",), False), ((), False)],
)
def test_an_actor_has_the_roles_held_in_the_party_acted_for(roles, held):
    assert ACTOR.has(*roles) is held


def test_an_act_for_a_party_is_for_the_one_acted_for():
    assert ACTOR.party == 2


def test_an_act_for_a_party_is_not_found_for_who_acts_for_none():
    with pytest.raises(DomainError) as refused:
        _ = PUBLIC.party

    assert (refused.value.code, refused.value.kind) == ("not_found", "missing")


def test_the_public_is_user_zero_without_a_party_a_name_or_a_role():
    assert Actor(user_id=0, party_id=None, party_name="", roles=frozenset()) == PUBLIC


def test_no_role_of_an_actor_is_withheld_unless_stated():
    assert ACTOR.withheld == frozenset()
