import pytest

from applicants.rules.comparisons import Comparison, Outcome, RegistrationFacts, comparisons

NAME = frozenset({"示例新材料公司"})


def outcomes(**facts):
    return {each.code: (str(each.outcome), each.found) for each in comparisons(RegistrationFacts(**facts))}


@pytest.mark.parametrize(
    ("facts", "code", "expected"),
    [
        ({}, "code_on_lists", ("unknown", ())),
        ({"names_of_code": NAME}, "code_on_lists", ("agrees", ("示例新材料公司",))),
        ({"names_of_code": NAME, "has_own_name": False}, "code_on_lists", ("differs", ("示例新材料公司",))),
        ({}, "name_on_lists", ("agrees", ())),
        ({"codes_of_name": frozenset({"91110108X202600371"})}, "name_on_lists", ("differs", ("91110108X202600371",))),
        ({}, "rivals", ("agrees", ())),
        ({"rivals": 2}, "rivals", ("differs", ("2",))),
        ({}, "founder_teams", ("agrees", ())),
        ({"founder_teams": ("星火团队",)}, "founder_teams", ("differs", ("星火团队",))),
    ],
)
def test_an_enterprise_is_compared_with_lists_rivals_and_teams(facts, code, expected):
    assert outcomes(kind="enterprise", **facts)[code] == expected


@pytest.mark.parametrize("code", ["members_elsewhere", "pending_teams"])
def test_a_team_is_compared_with_other_teams(code):
    assert outcomes(kind="team")[code] == ("agrees", ())
    assert outcomes(kind="team", **{code: ("李示例",)})[code] == ("differs", ("李示例",))


def test_each_kind_has_its_comparisons():
    assert list(outcomes(kind="enterprise")) == ["code_on_lists", "name_on_lists", "rivals", "founder_teams"]
    assert list(outcomes(kind="organisation")) == ["code_on_lists", "name_on_lists", "rivals"]
    assert list(outcomes(kind="team")) == ["members_elsewhere", "pending_teams"]


def test_a_registration_has_no_rivals_and_a_comparison_finds_nothing_unless_stated():
    assert RegistrationFacts(kind="enterprise").rivals == 0
    assert Comparison(code="rivals", outcome=Outcome.AGREES).found == ()
