from datetime import date

import pytest

from applicants.rules.profiles import as_it_counts


@pytest.mark.parametrize(
    ("revoked_on", "last"),
    [
        (None, date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 12, 30)),
        (date(2026, 1, 2), date(2026, 1, 1)),
    ],
)
def test_last_day_that_counts(revoked_on: date | None, last: date) -> None:
    fact = as_it_counts(
        kind="tech_sme",
        first_entry=date(2026, 1, 1),
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        revoked_on=revoked_on,
    )
    assert fact.valid_until == last


def test_revoked_from_the_first_day() -> None:
    day = date(2026, 1, 1)
    assert as_it_counts(kind="tech_sme", first_entry=day, valid_from=day, valid_until=day, revoked_on=day) is None
