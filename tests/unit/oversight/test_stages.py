"""Stages of an approval: which are needed, who may decide them, and which policy is the strictest."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from oversight.rules.stages import (
    BATCH_STAGES,
    FURTHER_STAGES,
    ORDER_STAGES,
    Chain,
    Decided,
    Stage,
    StageRule,
    from_plain,
    needed_stages,
    next_stage,
    stage_refusals,
    strictest_stages,
    to_plain,
    waits_since,
)

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
LIMIT = Decimal("60000.00")
CLEAR, APPROVE = BATCH_STAGES
SIGN = StageRule(stage=Stage.COUNTERSIGN, roles=("finance",), above=LIMIT)
PREPARER, CLEARER, SIGNER, APPROVER, PRINCIPAL = 1, 2, 3, 4, 5


def decided(stage, actor, principal=None):
    return Decided(stage=stage, actor_id=actor, principal_id=principal, at=AT)


PREPARED = (decided(Stage.PREPARE, PREPARER), decided(Stage.CLEAR, CLEARER))


def chain(*more, rules=(CLEAR, SIGN, APPROVE)):
    return Chain(rules=rules, decided=(*PREPARED, *more))


def codes(of, stage, *people, amount="60000.01", roles=("approver", "finance")):
    found = stage_refusals(of, stage=stage, amount=Decimal(amount), people=people, roles=roles)
    return [(refusal.code, refusal.params.get("stage", "")) for refusal in found]


@pytest.mark.parametrize(
    ("amount", "following"), [("59999.99", "approve"), ("60000.00", "approve"), ("60000.01", "countersign")]
)
def test_a_further_stage_is_needed_above_its_amount(amount, following):
    rule = next_stage(chain(), amount=Decimal(amount))
    assert rule is not None
    assert rule.stage == following


def test_a_stage_that_is_always_needed_is_needed_for_nothing_too():
    assert [rule.stage for rule in needed_stages(chain(), amount=Decimal("0.00"))] == ["clear", "approve"]


def test_a_decided_stage_stays_when_the_total_falls():
    signed = chain(decided(Stage.COUNTERSIGN, SIGNER))
    assert [rule.stage for rule in needed_stages(signed, amount=Decimal("1.00"))] == ["clear", "countersign", "approve"]


def test_after_the_last_stage_nothing_waits():
    done = chain(decided(Stage.APPROVE, APPROVER), rules=BATCH_STAGES)
    assert next_stage(done, amount=LIMIT) is None


def test_the_missing_stage_is_named():
    assert codes(chain(), Stage.APPROVE, APPROVER) == [("stage_missing", "countersign")]
    assert codes(chain(decided(Stage.COUNTERSIGN, SIGNER)), Stage.APPROVE, APPROVER) == []


@pytest.mark.parametrize("person", [PREPARER, CLEARER, SIGNER, PRINCIPAL])
def test_nobody_acts_twice_as_actor_or_principal(person):
    signed = chain(decided(Stage.COUNTERSIGN, SIGNER, PRINCIPAL))
    assert codes(signed, Stage.APPROVE, person) == [("same_person", "")]
    assert codes(signed, Stage.APPROVE, APPROVER, person) == [("same_person", "")]


def test_who_approved_may_decide_what_was_carried():
    done = chain(decided(Stage.COUNTERSIGN, SIGNER), decided(Stage.APPROVE, APPROVER))
    assert done.people - done.people_before_approval == {APPROVER}


def test_a_stage_is_decided_once():
    assert codes(chain(decided(Stage.COUNTERSIGN, SIGNER)), Stage.COUNTERSIGN, 9) == [("stage_decided", "countersign")]


@pytest.mark.parametrize(("stage", "amount"), [(Stage.COUNTERSIGN, "60000.00"), (Stage.ENDORSE, "60000.01")])
def test_a_stage_that_nothing_asks_for_is_refused(stage, amount):
    assert codes(chain(), stage, SIGNER, amount=amount) == [("stage_not_needed", stage.value)]


def test_a_stage_belongs_to_its_roles_but_for_a_substitute():
    assert codes(chain(), Stage.COUNTERSIGN, SIGNER, roles=("approver",)) == [("stage_role", "countersign")]
    assert codes(chain(), Stage.COUNTERSIGN, SIGNER, roles=None) == []


def test_of_several_policies_the_lowest_amount_counts_then_the_fewest_roles():
    wide = StageRule(stage=Stage.COUNTERSIGN, roles=("approver", "finance"), above=LIMIT)
    high = StageRule(stage=Stage.COUNTERSIGN, roles=("approver",), above=LIMIT + 1)
    assert strictest_stages([(CLEAR, wide, APPROVE), (CLEAR, high, APPROVE), (SIGN,)], default=()) == (
        CLEAR,
        SIGN,
        APPROVE,
    )
    assert strictest_stages([], default=BATCH_STAGES) == BATCH_STAGES


def test_stages_are_stored_as_they_are():
    assert from_plain(to_plain((CLEAR, SIGN, APPROVE))) == (CLEAR, SIGN, APPROVE)
    assert to_plain((SIGN,)) == [{"stage": "countersign", "roles": ["finance"], "above": "60000.00"}]


def test_a_stage_waits_since_the_latest_act():
    later = Decided(stage=Stage.ENDORSE, actor_id=SIGNER, principal_id=None, at=AT + timedelta(days=1))
    assert waits_since(chain()) == AT
    assert waits_since(chain(later)) == AT + timedelta(days=1)


def test_who_acted_are_the_actors_and_those_in_whose_name_they_did():
    assert chain().people == {PREPARER, CLEARER}
    assert chain(decided(Stage.COUNTERSIGN, SIGNER, PRINCIPAL)).people == {PREPARER, CLEARER, SIGNER, PRINCIPAL}


def test_the_order_of_the_policies_does_not_matter():
    high = StageRule(stage=Stage.COUNTERSIGN, roles=("approver",), above=LIMIT + 1)
    assert (
        strictest_stages([(SIGN,), (high,)], default=()) == strictest_stages([(high,), (SIGN,)], default=()) == (SIGN,)
    )


def test_the_stored_stages_and_those_where_a_policy_asks_for_no_others():
    assert list(Stage) == ["prepare", "clear", "endorse", "countersign", "approve"]
    assert FURTHER_STAGES == ("endorse", "countersign")
    assert to_plain(BATCH_STAGES) == [
        {"stage": "clear", "roles": ["case_officer", "deputy_officer", "approver"], "above": "0.00"},
        {"stage": "approve", "roles": ["approver"], "above": "0.00"},
    ]
    assert BATCH_STAGES[1:] == ORDER_STAGES
