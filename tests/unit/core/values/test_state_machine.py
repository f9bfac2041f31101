import pytest

from accounts.rules.roles import Role
from accounts.rules.states import PARTY
from core.values.errors import DomainError
from core.values.state_machine import SYSTEM, Life, edge
from facilities.rules.states import OPEN_UNIT
from matching.rules.states import PROJECT
from oversight.rules.states import OBJECTION, SANCTION
from payments.rules.states import ORDER, PAYMENT
from redemptions.rules.states import BATCH, REDEMPTION
from vouchers.rules.policies import DEADLINE_STARTS, GIVE_BACK_SWITCHES
from vouchers.rules.states import CONTRACT, COUPON, POLICY, ROUND

LIVES = [
    POLICY,
    ROUND,
    CONTRACT,
    COUPON,
    REDEMPTION,
    BATCH,
    PROJECT,
    PAYMENT,
    ORDER,
    OBJECTION,
    SANCTION,
    PARTY,
    OPEN_UNIT,
]
WINDOW = {"opens_at", "closes_at"}
OF_NO_POLICY = {"project_answer", "exit_notice"}
"""Days that no scheme sets: matching/rules/projects.py, facilities/rules/units.py."""

DOOR = Life(
    name="door",
    initial=("shut",),
    edges=(edge("shut", "open", "door.opened", who=SYSTEM), edge("open", "gone", "door.removed", who=SYSTEM)),
)


def test_a_life_names_its_states_its_moves_and_its_ends():
    assert DOOR.states == ("shut", "open", "gone")
    assert DOOR.pairs == (("shut", "open"), ("open", "gone"))
    assert DOOR.targets("shut") == ("open",)
    assert DOOR.ends == {"gone"}


def test_a_legal_move_is_found_with_all_its_table_says():
    found = COUPON.get_edge(source="claimed", target="lapsed")
    assert found is COUPON.edges[2]
    assert (found.event, found.who, found.deadline) == ("coupon.lapsed", {"system"}, "register_by")
    assert found.gives_back == "lapse_unregistered"


def test_a_move_that_is_not_legal_is_an_error_with_both_states():
    with pytest.raises(DomainError) as caught:
        DOOR.get_edge(source="gone", target="open")
    assert (caught.value.code, caught.value.kind) == ("illegal_state", "refused")
    assert caught.value.params == {"state": "gone", "target": "open"}


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_every_state_is_reached_from_a_beginning(life):
    reached = set(life.initial)
    for _ in life.edges:
        reached |= {each.target for each in life.edges if each.source in reached}
    assert reached == set(life.states)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_a_move_is_written_once(life):
    assert len(set(life.pairs)) == len(life.pairs)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_every_life_can_end_or_stays_with_its_party(life):
    assert life.ends or life in (PARTY, PAYMENT)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_who_moves_is_a_role_or_the_system(life):
    assert {who for each in life.edges for who in each.who} <= {role.value for role in Role} | set(SYSTEM)
    assert all(each.who for each in life.edges)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_deadlines_and_give_backs_are_those_of_the_policy(life):
    assert {each.deadline for each in life.edges} - {None} <= set(DEADLINE_STARTS) | WINDOW | OF_NO_POLICY
    assert {each.gives_back for each in life.edges} - {None} <= {*GIVE_BACK_SWITCHES, "revocation"}


@pytest.mark.parametrize(
    ("source", "target"),
    [("paid", "claimed"), ("lapsed", "claimed"), ("claimed", "paid"), ("returned", "registered"), ("paid", "revoked")],
)
def test_a_coupon_does_not_go_back_nor_skip(source, target):
    assert COUPON.find_edge(source=source, target=target) is None


def test_paid_money_is_only_recovered():
    assert COUPON.targets("paid") == ("recovered",)


def test_a_redemption_is_withdrawn_only_until_its_batch_is_summarised():
    withdrawable = {each.source for each in REDEMPTION.edges if each.target == "withdrawn"}
    assert not withdrawable & {"publicised", "decided", "appealed", "final", "paid"}
