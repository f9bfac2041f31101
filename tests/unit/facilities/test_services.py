from facilities.rules.services import CATEGORIES
from tests.facts import POLICY


def test_a_unit_offers_what_article_5_names_and_everything_else_as_other():
    assert (*POLICY.service_categories, "other") == CATEGORIES
    assert POLICY.service_categories == ("analysis", "testing", "inspection", "research", "compute_training")
