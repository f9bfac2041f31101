"""The condition of the database guard; the integration tests of stages run it."""

from oversight.rules.stage_guards import missing_stage


def test_the_condition_asks_for_the_kind_and_the_total():
    sql = missing_stage(kind="batch", amount="NEW.total")
    assert "subject_kind = 'batch'" in sql
    assert "greatest((NEW.total), 0.01)" in sql
