from applicants.rules.persons import INDEX_KIND, MOST_PERSONS


def test_the_blind_index_of_id_numbers_keeps_its_kind():
    """Another kind would give another index, and no stored person would be found again."""
    assert INDEX_KIND == "id_number"


def test_a_team_or_an_enterprise_names_fifty_persons_at_most():
    assert MOST_PERSONS == 50
