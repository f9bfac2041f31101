"""Conflicts of interest: who may not act on what concerns a party, to the day."""

from datetime import date

import pytest

from accounts.rules.conflicts import CONTRACT, Conflict, Relation, Tie, find_conflicts, last_day

FIRM, LAB = 7, 8
ON = date(2026, 3, 2)


def tie(reason: str = "member", *, until: date | None = None, party_id: int = FIRM) -> Tie:
    return Tie(party_id=party_id, reason=reason, until=until)


def reasons(*ties: Tie, on: date = ON, party_ids: tuple[int, ...] = (FIRM,)) -> list[str]:
    return [each.reason for each in find_conflicts(ties=ties, party_ids=party_ids, on=on)]


def test_who_is_tied_to_nobody_may_act() -> None:
    assert find_conflicts(ties=(), party_ids=[FIRM], on=ON) == ()


@pytest.mark.parametrize(
    ("until", "found"),
    [
        (None, ["member"]),
        (date(2026, 3, 3), ["member"]),
        (date(2026, 3, 2), ["member"]),
        (date(2026, 3, 1), ["former_member"]),
        (date(2023, 3, 3), ["former_member"]),
        (date(2023, 3, 2), ["former_member"]),
        (date(2023, 3, 1), []),
    ],
)
def test_a_membership_counts_until_three_years_after_its_last_day(until: date | None, found: list[str]) -> None:
    assert reasons(tie(until=until)) == found


@pytest.mark.parametrize(
    ("until", "counts_until"),
    [
        (date(2023, 3, 2), date(2026, 3, 2)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(9996, 12, 30), date(9999, 12, 30)),
        (date(9996, 12, 31), date(9999, 12, 31)),
        (date(9997, 1, 1), date.max),
        (None, date.max),
    ],
)
def test_the_last_day_is_the_same_day_three_years_later(until: date | None, counts_until: date) -> None:
    assert last_day(until) == counts_until


@pytest.mark.parametrize(
    "relation", ["self", "spouse", "relative", "shareholding", "former_employment", "other", "contract"]
)
@pytest.mark.parametrize(("until", "counts"), [(None, True), (date(2023, 3, 2), True), (date(2023, 3, 1), False)])
def test_every_other_tie_counts_as_long(relation: str, until: date | None, counts: bool) -> None:
    assert reasons(tie(relation, until=until)) == ([relation] if counts else [])


def test_the_stored_names_of_ties() -> None:
    assert list(Relation) == [
        "self",
        "spouse",
        "relative",
        "shareholding",
        "employment",
        "former_employment",
        "other",
    ]
    assert CONTRACT == "contract"


def test_a_tie_to_another_party_does_not_count() -> None:
    assert reasons(tie(party_id=LAB)) == []
    assert reasons(tie(party_id=LAB), party_ids=(FIRM, LAB)) == ["member"]


def test_each_party_and_reason_is_named_once_with_its_latest_day() -> None:
    ended = [tie(until=date(2024, 5, 1)), tie(until=date(2025, 5, 1)), tie("spouse", party_id=LAB)]
    assert find_conflicts(ties=ended, party_ids=[LAB, FIRM], on=ON) == (
        Conflict(party_id=FIRM, reason="former_member", last_day=date(2028, 5, 1)),
        Conflict(party_id=LAB, reason="spouse", last_day=date.max),
    )
