import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.names import match_name


@pytest.mark.parametrize(
    "written",
    [
        "甲（北京）示例有限公司",
        " 甲(北京) 示例有限公司 ",
        "甲\u3000（北京）\u00a0示例\u200b有限公司",
        "甲【北京】示例有限公司。",
        "甲（北京）示例有限公\n司",
    ],
)
def test_ways_of_writing_one_name(written: str) -> None:
    assert match_name(written) == "甲(北京)示例有限公司"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲示例有限公司", "甲示例有限公司北京分公司"),
        ("甲示例有限公司", "甲示例有限责任公司"),
        ("北京甲示例", "甲示例"),
    ],
)
def test_firms_stay_apart(one: str, other: str) -> None:
    assert match_name(one) != match_name(other)


@given(st.text())
def test_once_is_enough(text: str) -> None:
    assert match_name(match_name(text)) == match_name(text)


@given(st.text(), st.sampled_from([" ", "\u3000", "\u200b", "\ufeff", "\u00a0"]), st.integers(0, 20))
def test_blanks_change_nothing(text: str, blank: str, place: int) -> None:
    assert match_name(text[:place] + blank + text[place:]) == match_name(text)
