"""The condition of the database guard; the integration tests of stages run it."""

from oversight.rules.stage_guards import cleared_by_approver, missing_stage


def test_the_condition_asks_for_the_kind_and_the_total():
    sql = missing_stage(kind="batch", amount="NEW.total")
    assert "subject_kind = 'batch'" in sql
    assert "greatest((NEW.total), 0.01)" in sql


def test_the_condition_compares_the_people_of_the_clearing_and_of_the_approval():
    sql = cleared_by_approver(kind="batch")
    assert "c.subject_kind = 'batch' AND c.subject_id = NEW.id" in sql
    assert "ARRAY[cleared.actor_id, cleared.principal_id]" in sql
    assert "&& ARRAY[approved.actor_id, approved.principal_id, NEW.approved_by_id]" in sql
