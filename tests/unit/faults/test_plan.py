from collections import Counter

from faults.plan import KINDS, QUIET_SECONDS, make_plan


def test_a_seed_makes_the_same_plan_and_another_seed_another():
    assert make_plan(seed=7, minutes=4) == make_plan(seed=7, minutes=4) != make_plan(seed=8, minutes=4)


def test_four_minutes_have_more_than_300_faults_of_every_kind_evenly_spread():
    plan = make_plan(seed=7, minutes=4)
    assert Counter(fault.kind for fault in plan) == {name: kind.count for name, kind in KINDS.items()}
    assert len(plan) >= 330  # some find nothing to break; 300 must hit
    minutes = Counter(int((fault.at - QUIET_SECONDS) // 58.75) for fault in plan)
    assert max(minutes.values()) - min(minutes.values()) <= 2


def test_a_short_run_has_every_kind():
    assert {fault.kind for fault in make_plan(seed=7, minutes=0.1)} == set(KINDS)


def test_each_lasts_as_long_as_its_kind_may():
    for fault in make_plan(seed=7, minutes=4):
        assert KINDS[fault.kind].least <= fault.seconds <= KINDS[fault.kind].most
