from applicants.rules.persons import INDEX_KIND


def test_the_blind_index_of_id_numbers_keeps_its_kind():
    """Another kind would give another index, and no stored person would be found again."""
    assert INDEX_KIND == "id_number"
