import pytest

from core.values.actors import Actor

ACTOR = Actor(user_id=1, party_id=2, party_name="示例企业", roles=frozenset({"applicant_manager"}))


@pytest.mark.parametrize(
    ("roles", "held"),
    [(("applicant_manager",), True), (("auditor", "applicant_manager"), True), (("auditor",), False), ((), False)],
)
def test_an_actor_has_the_roles_held_in_the_party_acted_for(roles, held):
    assert ACTOR.has(*roles) is held
